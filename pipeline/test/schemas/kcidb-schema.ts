// The rules of KCIDB I/O 5.3 for what we write, as a JSON Schema of our own (draft 2020-12): everything unknown is refused.
// Documents of all texts in hostile-texts.ts were held against KCIDB's own schema 5.3, too (kcidb-io 8971c02): all valid.

const text = { type: "string", pattern: "^[^\\u0000]*$" };
const id = { type: "string", pattern: "^[a-z0-9_]+:.+$" };
const origin = { type: "string", pattern: "^[a-z0-9_]+$" };
const moment = { type: "string", format: "date-time" };
const excerpt = { ...text, maxLength: 16_384 };
const status = { enum: ["FAIL", "ERROR", "MISS", "PASS", "DONE", "SKIP"] };
const path = { type: "string", pattern: "^([a-zA-Z0-9_-]+(\\.[a-zA-Z0-9_-]+)*)?$" };
const misc = { type: "object" };
const seconds = { type: "number" };

function strict(properties: Record<string, object>, required: readonly string[]) {
  return { type: "object", properties, required, additionalProperties: false };
}

const list = (items: object) => ({ type: "array", items });

const checkout = strict(
  {
    id,
    origin,
    tree_name: text,
    git_repository_url: { type: "string", format: "uri", pattern: "^https://" },
    git_commit_hash: { type: "string", pattern: "^[0-9a-f]{40}([0-9a-f]{24})?$" },
    git_commit_name: text,
    git_repository_branch: text,
    patchset_hash: { type: "string", pattern: "^$|^[0-9a-f]{64}$" },
    message_id: { type: "string", format: "email" },
    comment: text,
    start_time: moment,
    log_excerpt: excerpt,
    valid: { type: "boolean" },
    misc,
  },
  ["id", "origin"],
);

const build = strict(
  {
    id,
    checkout_id: id,
    origin,
    comment: text,
    start_time: moment,
    duration: seconds,
    architecture: { type: "string", pattern: "^[a-z0-9_]*$" },
    compiler: text,
    config_name: text,
    log_excerpt: excerpt,
    status,
    misc,
  },
  ["checkout_id", "id", "origin"],
);

const number = strict(
  { value: { type: "number" }, unit: text, prefix: { enum: ["metric", "binary"] } },
  ["value"],
);

const test = strict(
  {
    id,
    build_id: id,
    origin,
    environment: strict({ comment: text, misc }, []),
    path,
    comment: text,
    log_excerpt: excerpt,
    status,
    number,
    start_time: moment,
    duration: seconds,
    misc,
  },
  ["build_id", "id", "origin"],
);

const culprit = strict(
  { code: { type: "boolean" }, tool: { type: "boolean" }, harness: { type: "boolean" } },
  [],
);
const version = { type: "integer", minimum: 0 };

const issue = strict(
  {
    id,
    version,
    origin,
    comment: text,
    culprit,
    categories: list(path),
    report_subject: text,
    misc,
  },
  ["id", "version", "origin"],
);

const incident = strict(
  {
    id,
    origin,
    issue_id: id,
    issue_version: version,
    build_id: id,
    test_id: id,
    present: { type: "boolean" },
    comment: text,
    misc,
  },
  ["id", "origin", "issue_id", "issue_version"],
);

export const kcidbSchema = strict(
  {
    version: strict({ major: { const: 5 }, minor: { type: "integer", minimum: 0, maximum: 3 } }, [
      "major",
      "minor",
    ]),
    checkouts: list(checkout),
    builds: list(build),
    tests: list(test),
    issues: list(issue),
    incidents: list(incident),
  },
  ["version"],
);
