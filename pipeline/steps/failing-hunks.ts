// Which hunks of a patch are in the way: each is tried alone, so that one conflict does not hide the next.

import { parsePatch, splitHunks } from "../parse/patch.ts";
import type { Pick } from "./pick.ts";
import { smallTree } from "./small-tree.ts";

/** `path @@ -1,2 +1,3 @@ context` for every hunk that does not apply; the bare path where all of them do alone. */
export async function failingHunks(pick: Pick, paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(paths.map((path) => hunksOf(pick, path)));
  return found.flat();
}

async function hunksOf(pick: Pick, path: string): Promise<string[]> {
  const { git, onto, patch } = pick;
  const { index, blobs } = await smallTree(pick, onto.tree, [path]);
  const before = fileBefore(patch.text, path);
  if (before && !blobs.has(path)) return [`${path} (not in this head)`];
  const failing: string[] = [];
  for (const hunk of splitHunks(patch.text, path)) {
    const args = ["apply", "--verbose", "--cached", "--check", "--recount", "-"];
    const tried = await git.try({ args, index, input: hunk.patch });
    if (!tried.ok) failing.push(`${path} ${hunk.header}`);
  }
  return failing.length ? failing : [path];
}

function fileBefore(patch: string, path: string): boolean {
  return parsePatch(patch)?.files.some((file) => file.before === path) ?? false;
}
