// The `base-commit` of a series.yaml: the one line of it that a new version or a refresh changes.

import { parseDocument } from "yaml";

/**
 * `yaml`: all of the file; bytes, one character each. Undefined where nothing changes. Without a commit the line goes:
 * the old version's base is not the new one's.
 */
export function withBaseCommit(yaml: string, commit: string | undefined): string | undefined {
  const document = parseDocument(Buffer.from(yaml, "latin1").toString());
  if (document.get("base-commit") === commit) return undefined;
  if (commit === undefined) document.delete("base-commit");
  else document.set("base-commit", commit);
  return Buffer.from(document.toString({ lineWidth: 0 })).toString("latin1");
}
