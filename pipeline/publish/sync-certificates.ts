// What became of the kernels that are certified every night, on the branch of the history: a file for each.

import type { Github } from "../tools/github.ts";
import { blobId, branchNamed, filesAt, pushFiles } from "./branch.ts";
import { historyBranch } from "./sync-night.ts";

/** `files`: path -> text. Gives what was done; those that are there as they should be are left alone. */
export async function syncCertificates(
  github: Github,
  files: ReadonlyMap<string, string>,
): Promise<string[]> {
  const base = await branchNamed(github, historyBranch);
  const there = base ? await filesAt(github, base) : new Map<string, string>();
  // A branch takes bytes.
  const bytes = [...files].map(
    ([path, text]) => [path, Buffer.from(text).toString("latin1")] as const,
  );
  const changed = new Map(bytes.filter(([path, text]) => there.get(path) !== blobId(text)));
  if (!changed.size) return [];
  await pushFiles(github, {
    branch: historyBranch,
    ...(base ? { base } : {}),
    message: "certificates: what changed\n",
    files: changed,
    removed: [],
  });
  return [...changed.keys()].map((path) => `${path} put on the branch ${historyBranch}`);
}
