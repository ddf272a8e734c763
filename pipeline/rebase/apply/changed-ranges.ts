// Which lines two texts differ in, by git's own diff.

import type { RebaseContext } from "./rebase-context.ts";
import { emptyTree, treeWith, writeText } from "./tree.ts";

/** Lines from 0; the end is the line behind. An empty range lies before its line. */
export type Range = { readonly start: number; readonly end: number };
export type ChangedRange = { readonly old: Range; readonly fresh: Range };

/** Texts are bytes, one character each. */
export async function changedRanges(
  { git, db }: RebaseContext,
  old: string,
  fresh: string,
): Promise<ChangedRange[]> {
  const sides = [old, fresh].map((text) =>
    treeWith(db, emptyTree, new Map([["f", { mode: "100644", id: writeText(db, text) }]])),
  );
  const trees = await Promise.all(sides);
  db.flush();
  const args = ["diff-tree", "-p", "-U0", "--text", "--no-color", "--no-ext-diff", ...trees];
  const printed = await git.mustCall({ args });
  return [...printed.matchAll(/^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/gm)].map((found) => ({
    old: rangeOf(found[1], found[2]),
    fresh: rangeOf(found[3], found[4]),
  }));
}

/** A side without lines names the line before it (diff(1), unified format). */
function rangeOf(line = "0", count = "1"): Range {
  const start = count === "0" ? Number(line) : Number(line) - 1;
  return { start, end: start + Number(count) };
}

/** Where lines of the old text stand in the new one; what changed at their edges is taken in. */
export function carried(changes: readonly ChangedRange[], { start, end }: Range): Range {
  let [from, to] = [start, end];
  for (const { old, fresh } of changes) {
    if (old.end < start) from = start + fresh.end - old.end;
    else if (old.start <= start) from = fresh.start;
    if (old.end <= end) to = end + fresh.end - old.end;
    else if (old.start <= end) to = fresh.end;
  }
  return { start: from, end: Math.max(from, to) };
}
