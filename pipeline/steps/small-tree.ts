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
  await git.mustCall({ args: ["read-tree", "--empty"], index });
  await git.mustCall({ args: ["update-index", "-z", "--index-info"], index, input: listed.stdout });
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
