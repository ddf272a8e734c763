// A patch onto a tree as git-apply(1) does it, all of it or nothing; without git where the patch is an ordinary one.

import { unsafePath } from "../../parse/patch/patch-paths.ts";
import type { PatchedFile } from "../../parse/patch/patched-file.ts";
import { applyByGit } from "./apply-by-git.ts";
import { changedFile } from "./changed-file.ts";
import type { Applied, RebaseContext, ReadPatch } from "./rebase-context.ts";
import { touchedPaths } from "./touched-paths.ts";
import { type Entry, treeWith } from "./tree.ts";

/** Undefined where it does not apply. */
export async function applyPatch(
  context: RebaseContext,
  tree: string,
  patch: ReadPatch,
): Promise<Applied | undefined> {
  const { db } = context;
  const { files } = patch.parsed;
  if (touchedPaths(patch.parsed).some(unsafePath)) return undefined;
  if (!files.every(ordinary) || namedTwice(files)) return applyByGit(context, tree, patch);
  const changes = new Map<string, Entry | undefined>();
  let drift = 0;
  for (const file of files) {
    const changed = await changedFile(db, tree, file);
    if (!changed) return undefined;
    drift = Math.max(drift, changed.drift);
    if (file.before !== undefined) changes.set(file.before, undefined);
    if (file.after !== undefined) changes.set(file.after, changed.entry);
  }
  return { tree: await treeWith(db, tree, changes), drift };
}

/** Text files: what is done here without git. */
export function ordinary({ modeBefore, modeAfter, binary, copied }: PatchedFile): boolean {
  const regular = [modeBefore, modeAfter].every((mode) => !mode || mode.startsWith("100"));
  return regular && !binary && !copied;
}

function namedTwice(files: readonly PatchedFile[]): boolean {
  const names = files.flatMap(({ before, after }) => [...new Set([before, after])]);
  const named = names.filter((name) => name !== undefined);
  return new Set(named).size !== named.length;
}
