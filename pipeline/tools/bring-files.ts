// Which files some work is going to read, so that all that a history was fetched without comes in one request.

import { bringBlobs, isPartial } from "./absent-blobs.ts";
import type { Git } from "./git.ts";
import { gitLines } from "./git-lines.ts";

/** The files of a tree, or those whose paths are wanted; paths are bytes, one character each. */
export async function bringFiles(
  git: Git,
  tree: string,
  isWanted: (path: string) => boolean = () => true,
): Promise<void> {
  if (!isPartial(git.dir)) return;
  const ids: string[] = [];
  const args = ["-c", "core.quotePath=false", "ls-tree", "-r", "--full-tree", tree];
  for await (const line of gitLines(git, args)) {
    const [, id, path] = /^\d+ blob ([0-9a-f]{40})\t(.*)\n$/.exec(line) ?? [];
    if (id !== undefined && path !== undefined && isWanted(path)) ids.push(id);
  }
  await bringBlobs(git.dir, ids);
}

/**
 * Both sides of every change that a `git log` or `git diff-tree` is going to show. `args`: without what says how; a
 * file that was renamed counts as one taken away and one added, so that git finds both when it looks for renames.
 */
export async function bringDiffs(
  git: Git,
  args: readonly string[],
  input: string | Buffer = "",
): Promise<void> {
  if (!isPartial(git.dir)) return;
  const ids = new Set<string>();
  for await (const line of gitLines(git, [...args, "--raw", "--no-abbrev", "--no-renames"], input))
    for (const id of rawLine.exec(line)?.slice(1) ?? []) if (!/^0+$/.test(id)) ids.add(id);
  await bringBlobs(git.dir, ids);
}

/** git-diff-tree(1), "RAW OUTPUT FORMAT", without submodules. */
const rawLine = /^:(?!160000|\d+ 160000)\d+ \d+ ([0-9a-f]{40}) ([0-9a-f]{40}) /;
