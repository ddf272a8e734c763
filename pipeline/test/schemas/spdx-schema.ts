// The rules of SPDX 2.3 for what we write, as a JSON Schema of our own.
// Documents of all texts in hostile-texts.ts were held against SPDX' own schemas 2.3 and 2.3.1, too: all valid.

const id = { type: "string", pattern: "^SPDXRef-[A-Za-z0-9.-]+$" };
const text = { type: "string", minLength: 1 };

function strict(properties: Record<string, object>, required: readonly string[]) {
  return { type: "object", properties, required, additionalProperties: false };
}

const part = strict(
  {
    SPDXID: id,
    name: text,
    versionInfo: { type: "string" },
    downloadLocation: text,
    filesAnalyzed: { type: "boolean" },
    checksums: {
      type: "array",
      items: strict(
        {
          algorithm: { const: "SHA256" },
          checksumValue: { type: "string", pattern: "^[0-9a-f]{64}$" },
        },
        ["algorithm", "checksumValue"],
      ),
    },
    comment: { type: "string" },
  },
  ["SPDXID", "name", "downloadLocation"],
);

const relationship = strict(
  {
    spdxElementId: id,
    relationshipType: {
      enum: ["DESCRIBES", "GENERATED_FROM", "BUILD_TOOL_OF", "TEST_TOOL_OF", "PATCH_FOR"],
    },
    relatedSpdxElement: id,
  },
  ["spdxElementId", "relationshipType", "relatedSpdxElement"],
);

export const spdxSchema = strict(
  {
    SPDXID: { const: "SPDXRef-DOCUMENT" },
    spdxVersion: { const: "SPDX-2.3" },
    dataLicense: { const: "CC0-1.0" },
    name: text,
    documentNamespace: { type: "string", format: "uri", pattern: "^[^#]+$" },
    creationInfo: strict(
      {
        created: { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$" },
        creators: {
          type: "array",
          minItems: 1,
          items: { type: "string", pattern: "^(Tool|Person|Organization): " },
        },
      },
      ["created", "creators"],
    ),
    packages: { type: "array", items: part },
    relationships: { type: "array", items: relationship },
  },
  ["SPDXID", "spdxVersion", "dataLicense", "name", "documentNamespace", "creationInfo"],
);
