// A tree that holds only the files a patch touches: cost grows with the patch, not with the kernel.

import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { Git } from "../tools/git.ts";

export type SmallTree = {
  readonly tree: string;
  /** The index that was written as the tree: a patch can be applied to it. */
  readonly index: string;
  /** Path -> blob id, of those that exist. */
  readonly blobs: ReadonlyMap<string, string>;
};

/** Takes the paths, as far as they exist there, out of a whole tree. */
export async function smallTree(
  { git, workDir }: { git: Git; workDir: string },
  from: string,
  paths: readonly string[],
): Promise<SmallTree> {
  const listed = await git.try({ args: ["ls-tree", "-z", "--full-tree", from, "--", ...paths] });
  const index = join(workDir, `index-${randomUUID()}`);
  // --verbose: simple-git waits 50 ms for words of a command that has none.
  const args = ["update-index", "--verbose", "-z", "--index-info"];
  // Empty input would leave git waiting for ever: simple-git does not close a pipe it has nothing to write to.
  if (listed.stdout) await git.mustCall({ args, index, input: listed.stdout });
  const tree = await git.mustCall({ args: ["write-tree"], index });
  return { tree, index, blobs: blobsOf(listed.stdout) };
}

function blobsOf(listed: string): Map<string, string> {
  const entries = listed.split("\0").filter(Boolean);
  return new Map(
    entries.map((entry) => {
      const [meta = "", path = ""] = entry.split("\t");
      return [path, meta.split(" ")[2] ?? ""] as const;
    }),
  );
}
