// A patch onto a tree as git-apply(1) does it, all of it or nothing; without git where the patch is an ordinary one.

import { unsafePath } from "../../parse/patch/patch-paths.ts";
import type { PatchedFile } from "../../parse/patch/patched-file.ts";
import type { ObjectDatabase } from "../../tools/object-database.ts";
import { applyByGit } from "./apply-by-git.ts";
import { changedFile } from "./changed-file.ts";
import type { Applied, RebaseContext, ReadPatch } from "./rebase-context.ts";
import { touchedPaths } from "./touched-paths.ts";
import { type Entry, treeWith } from "./tree.ts";

/** A series goes to several heads, and each time its author's own trees are made: once will do. */
const mostKept = 5000;
const made = new WeakMap<ObjectDatabase, Map<string, Promise<Applied | undefined>>>();

/** Undefined where it does not apply. */
export async function applyPatch(
  context: RebaseContext,
  tree: string,
  patch: ReadPatch,
): Promise<Applied | undefined> {
  const kept = made.get(context.db) ?? new Map<string, Promise<Applied | undefined>>();
  if (kept.size >= mostKept) kept.clear();
  made.set(context.db, kept);
  const key = `${tree} ${patch.digest}`;
  const applied = kept.get(key) ?? applyNow(context, tree, patch);
  kept.set(key, applied);
  // What failed once may not fail again.
  applied.catch(() => kept.delete(key));
  return applied;
}

async function applyNow(
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
