// How two trees differ around a hunk: used instead of commits if there is no common history.

import type { Hunk, PatchedFile } from "../../parse/patch/patched-file.ts";
import type { Git } from "../../tools/git.ts";
import type { ObjectDatabase } from "../../tools/object-database.ts";
import { imageOf } from "./apply-hunks.ts";
import { hunkSpan } from "./hunk-span.ts";
import { lineMap, type Span, spanIn } from "./line-map.ts";
import { entryAt, textAt } from "./tree.ts";

type Trees = {
  readonly db: ObjectDatabase;
  readonly git: Git;
  readonly base: { readonly tree: string };
  readonly head: { readonly tree: string };
};

/** Lines of a unified diff from base to head, or a sentence where there is nothing to compare. Bytes, as the files have them. */
export async function treeDifference(
  trees: Trees,
  file: PatchedFile,
  hunk: Hunk | undefined,
): Promise<string[]> {
  const { db, base, head } = trees;
  const path = file.before ?? file.after ?? "";
  const there = await textAt(db, head.tree, path);
  if (there === undefined)
    return [`${path} is not in this head`, ...(await elsewhere(trees, path))];
  if (file.before === undefined) return [`${path} is in this head already`];
  const here = await textAt(db, base.tree, path);
  if (here === undefined || !hunk) return [`${path} differs as a whole`];
  const [before, after] = [imageOf(here).lines, imageOf(there).lines];
  return unified({ path, before, after }, hunkSpan(here, hunk));
}

/** `git ls-tree -r`: a kernel's 90,000 names take 0.1 s, and only where a file is missing. */
async function elsewhere({ db, git, base, head }: Trees, path: string): Promise<string[]> {
  const entry = await entryAt(db, base.tree, path);
  const listed = await git.must("ls-tree", "-r", "-z", head.tree);
  const name = path.slice(path.lastIndexOf("/"));
  const [same, named]: [string[], string[]] = [[], []];
  for (const line of listed.split("\0")) {
    const [mode, at = ""] = line.split("\t");
    if (entry && mode?.endsWith(entry.id)) same.push(at);
    else if (at.endsWith(name)) named.push(at);
  }
  if (same.length) return [`the same file is ${same[0]} there`];
  if (!named.length || named.length > 3) return [];
  return [`a file of that name is ${named.join(", ")} there`];
}

type Compared = {
  readonly path: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
};

/** Lines around a hunk that are shown too, and the most that are shown at all. */
const around = 3;
const mostLines = 60;

function unified({ path, before, after }: Compared, span: Span): string[] {
  const map = lineMap(before, after);
  const one = widened(span, before.length);
  const other = spanIn(map, one, after.length);
  const lines: string[] = [];
  let next = other[0];
  for (let at = one[0]; at < one[1]; at += 1) {
    const place = map[at] ?? -1;
    if (place === -1) lines.push(`-${text(before[at])}`);
    else {
      for (; next < place; next += 1) lines.push(`+${text(after[next])}`);
      lines.push(` ${text(before[at])}`);
      next += 1;
    }
  }
  for (; next < other[1]; next += 1) lines.push(`+${text(after[next])}`);
  if (lines.every((line) => line.startsWith(" ")))
    return [`${path} is the same in both trees here`];
  const header = `@@ -${one[0] + 1},${one[1] - one[0]} +${other[0] + 1},${other[1] - other[0]} @@`;
  const left = lines.length - mostLines;
  const cut = left > 0 ? [`... ${left} more lines`] : [];
  return [`--- a/${path}`, `+++ b/${path}`, header, ...lines.slice(0, mostLines), ...cut];
}

function widened([from, to]: Span, length: number): Span {
  return [Math.max(from - around, 0), Math.min(to + around, length)];
}

function text(line: string | undefined): string {
  return (line ?? "").replace(/\r?\n$/, "");
}
