// Headers that a series adds in front of others. Make and the compiler cache know which headers were read, and not which
// were looked for before them: what was compiled with the old one would be taken for up to date.

import type { SourceTree } from "../../model/described/head.ts";
import type { Git } from "../../tools/git.ts";

/** Whether a series adds a header that is included by the same words as one of its head's. */
export async function addsShadowingHeader(
  git: Git,
  { source, head }: { source: SourceTree; head: SourceTree },
): Promise<boolean> {
  const diff = ["diff-tree", "-r", "-z", "--no-renames", "--diff-filter=A", "--name-only"];
  const added = await headersIn(git, [...diff, head.tree, source.tree]);
  if (!added.length) return false;
  const known = new Set(await headersIn(git, ["ls-tree", "-r", "-z", "--name-only", head.tree]));
  return added.some((header) => known.has(header));
}

async function headersIn(git: Git, args: string[]): Promise<string[]> {
  const paths = (await git.mustCall({ args })).split("\0");
  return paths.filter((path) => path.endsWith(".h")).map((path) => wordsOf(path));
}

/** `linux/init.h` below a folder for includes, where asm-generic stands in for asm; the bare name elsewhere. */
function wordsOf(path: string): string {
  const [name = "", folder = ""] = path.split("/").toReversed();
  if (!/(?:^|\/)include\/.*\//.test(path)) return name;
  return `${folder.replace("asm-generic", "asm")}/${name}`;
}
