// The rules of in-toto Statement v1 with test-result v0.1 and SLSA provenance v1, for what we write, as a JSON Schema of our own.
// in-toto publishes no JSON Schema; the names are those of its protocol buffers (in-toto/attestation 051624c).

const text = { type: "string", minLength: 1 };
const digest = {
  type: "object",
  properties: {
    sha256: { type: "string", pattern: "^[0-9a-f]{64}$" },
    gitCommit: { type: "string", pattern: "^[0-9a-f]{40}([0-9a-f]{24})?$" },
  },
  additionalProperties: false,
  minProperties: 1,
};

/** A ResourceDescriptor has at least one of uri, digest and content. */
const descriptor = {
  type: "object",
  properties: {
    name: text,
    uri: { type: "string", format: "uri" },
    digest,
    content: { type: "string", pattern: "^[A-Za-z0-9+/]+={0,2}$" },
    mediaType: text,
  },
  additionalProperties: false,
  anyOf: [{ required: ["uri"] }, { required: ["digest"] }, { required: ["content"] }],
};
const descriptors = { type: "array", items: descriptor };
const names = { type: "array", items: { type: "string" } };

function strict(properties: Record<string, object>, required: readonly string[]) {
  return { type: "object", properties, required, additionalProperties: false };
}

const testResult = strict(
  {
    result: { enum: ["PASSED", "WARNED", "FAILED"] },
    configuration: descriptors,
    url: { type: "string", format: "uri" },
    passedTests: names,
    warnedTests: names,
    failedTests: names,
  },
  ["result", "configuration"],
);

const moment = { type: "string", format: "date-time" };

const provenance = strict(
  {
    buildDefinition: strict(
      {
        buildType: { type: "string", format: "uri" },
        externalParameters: { type: "object" },
        internalParameters: { type: "object" },
        resolvedDependencies: descriptors,
      },
      ["buildType", "externalParameters"],
    ),
    runDetails: strict(
      {
        builder: strict({ id: { type: "string", format: "uri" } }, ["id"]),
        metadata: strict({ invocationId: text, startedOn: moment, finishedOn: moment }, []),
        byproducts: descriptors,
      },
      ["builder"],
    ),
  },
  ["buildDefinition", "runDetails"],
);

function statement(predicateType: string, predicate: object) {
  return strict(
    {
      _type: { const: "https://in-toto.io/Statement/v1" },
      subject: {
        type: "array",
        minItems: 1,
        items: strict({ name: text, digest }, ["digest"]),
      },
      predicateType: { const: predicateType },
      predicate,
    },
    ["_type", "subject", "predicateType", "predicate"],
  );
}

export const inTotoSchema = {
  oneOf: [
    statement("https://in-toto.io/attestation/test-result/v0.1", testResult),
    statement("https://slsa.dev/provenance/v1", provenance),
  ],
};
