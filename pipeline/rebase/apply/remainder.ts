// The part of a patch that applies although the whole does not: the tree with those hunks applied.

import type { HunkPlace } from "../../model/patches/patch-result.ts";
import { unsafePath } from "../../parse/patch/patch-paths.ts";
import type { PatchedFile } from "../../parse/patch/patched-file.ts";
import type { ObjectDatabase } from "../../tools/object-database.ts";
import { ordinary } from "./apply-patch.ts";
import { changedFile } from "./changed-file.ts";
import { placeHunks } from "./place-hunks.ts";
import { type Entry, entryAt, textAt, treeWith, writeText } from "./tree.ts";

export type Remainder = {
  readonly tree: string;
  /** Whether every hunk that was not left out applies. */
  readonly whole: boolean;
};

/** `leaveOut`: hunks that are not to be applied even where they could be. */
export async function remainderOf(
  db: ObjectDatabase,
  tree: string,
  files: readonly PatchedFile[],
  leaveOut: readonly HunkPlace[] = [],
): Promise<Remainder> {
  const changes = new Map<string, Entry | undefined>();
  let whole = true;
  for (const file of files) {
    const path = file.after ?? file.before ?? "";
    const hunks = file.hunks.filter(
      ({ header }) => !leaveOut.some((out) => out.path === path && out.header === header),
    );
    const text = await textBefore(db, tree, file);
    const { placed, text: after } = placeHunks(text ?? "", hunks);
    const applies = placed.every(({ state }) => state === "applies");
    whole &&= applies;
    const moved =
      applies && hunks.length === file.hunks.length && (await movedFile(db, tree, file));
    if (moved) {
      moved.forEach((entry, name) => changes.set(name, entry));
      continue;
    }
    const old = await entryAt(db, tree, path);
    if (old && after !== text) changes.set(path, { ...old, id: writeText(db, after) });
  }
  return { tree: await treeWith(db, tree, changes), whole };
}

/** A file that is new, goes, or gets another name: all of it, or undefined. */
async function movedFile(db: ObjectDatabase, tree: string, file: PatchedFile) {
  const { before, after } = file;
  const names = [before, after].filter((name) => name !== undefined);
  if (before === after || !ordinary(file) || names.some(unsafePath)) return undefined;
  const changed = await changedFile(db, tree, file);
  if (!changed) return undefined;
  const moved = new Map<string, Entry | undefined>();
  if (before !== undefined) moved.set(before, undefined);
  if (after !== undefined) moved.set(after, changed.entry);
  return moved;
}

/** A moved file may have been moved upstream too. */
async function textBefore(db: ObjectDatabase, tree: string, { before, after }: PatchedFile) {
  const old = before === undefined ? undefined : await textAt(db, tree, before);
  return old ?? (after === undefined ? undefined : textAt(db, tree, after));
}
