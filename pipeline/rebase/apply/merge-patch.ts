// A patch that does not apply, merged three ways from the files its `index` lines name, as `git am -3` does it.

import { parseMergeTree } from "../../parse/merge-tree.ts";
import { bringFiles } from "../../tools/bring-files.ts";
import { applyPatch } from "./apply-patch.ts";
import type { RebaseContext, ReadPatch } from "./rebase-context.ts";
import { type Entry, emptyTree, entryAt, treeWith } from "./tree.ts";

export type Merge = {
  readonly tree: string;
  /** Paths that have conflict markers in the tree, or two versions. */
  readonly conflicted: readonly string[];
};

/** `authored`: a tree in which its author's files may stand. Undefined where one of them is not known. */
export async function mergePatch(
  context: RebaseContext,
  onto: string,
  authored: string,
  patch: ReadPatch,
): Promise<Merge | undefined> {
  const sides = await mergeSides(context, onto, authored, patch);
  // Where a file is gone, git looks among all that the base has not for one that is like it.
  if (sides && context.db.isPartial && (await lacksOne(context, onto, patch))) {
    context.db.flush();
    await bringFiles(context.git, onto);
  }
  return sides && merged(context, sides.base, onto, sides.theirs);
}

async function lacksOne(
  { db }: RebaseContext,
  onto: string,
  { parsed }: ReadPatch,
): Promise<boolean> {
  for (const { before } of parsed.files)
    if (before !== undefined && !(await entryAt(db, onto, before))) return true;
  return false;
}

/** Trees of the touched files alone. */
export type MergeSides = { readonly base: string; readonly theirs: string };

export async function mergeSides(
  context: RebaseContext,
  onto: string,
  authored: string,
  patch: ReadPatch,
): Promise<MergeSides | undefined> {
  const base = await ancestorOf(context, onto, authored, patch);
  if (!base) return undefined;
  const theirs = await applyPatch(context, base, patch);
  return theirs && { base, theirs: theirs.tree };
}

/** The touched files alone, as the author had them (git-am(1) builds the same and calls it a fake ancestor). */
async function ancestorOf(
  { db }: RebaseContext,
  onto: string,
  authored: string,
  patch: ReadPatch,
): Promise<string | undefined> {
  const files = new Map<string, Entry>();
  for (const { before, blobBefore, hunks, binary } of patch.parsed.files) {
    if (before === undefined) continue;
    const unnamed = !blobBefore && !hunks.length && !binary;
    const entry = await entryAt(db, unnamed ? onto : authored, before);
    if (!entry || !(unnamed || (blobBefore && entry.id.startsWith(blobBefore)))) return undefined;
    files.set(before, entry);
  }
  return treeWith(db, emptyTree, files);
}

async function merged(
  context: RebaseContext,
  base: string,
  ours: string,
  theirs: string,
): Promise<Merge> {
  const { git, db } = context;
  const sides = (await git.isAtLeast(2, 45))
    ? [`--merge-base=${base}`, ours, theirs]
    : sidesWithHistory(context, base, [ours, theirs]);
  db.flush();
  // The ancestor holds a few files only: renames of whole folders cannot be seen from it, and git am does not look.
  const config = ["-c", "merge.directoryRenames=false"];
  const args = [...config, "merge-tree", "--write-tree", "-z", "--name-only", ...sides];
  return parseMergeTree((await git.try({ args })).stdout);
}

/** Before 2.45 git takes commits only, and finds their merge base by history: so the trees get one. */
function sidesWithHistory(
  context: RebaseContext,
  base: string,
  trees: readonly string[],
): string[] {
  const parent = mergeSide(context, base);
  return trees.map((tree) => mergeSide(context, tree, parent));
}

function mergeSide({ db }: RebaseContext, tree: string, parent?: string): string {
  const who = "twinboot <twinboot@localhost> 0 +0000";
  const parents = parent ? `parent ${parent}\n` : "";
  const text = `tree ${tree}\n${parents}author ${who}\ncommitter ${who}\n\nmerge side\n`;
  return db.write("commit", Buffer.from(text));
}
