// What of a patch applies although the whole does not: the state of each hunk, and the tree with the others on it.

import type { HunkPlace } from "../model/patch-result.ts";
import type { Hunk, PatchedFile } from "../parse/patched-file.ts";
import type { ObjectDatabase } from "../tools/object-database.ts";
import { imageOf, placeOf, put, reversed, textOf } from "./apply-hunks.ts";
import { type Entry, entryAt, textAt, treeWith, writeText } from "./tree.ts";

export type Remainder = { readonly tree: string; readonly places: readonly HunkPlace[] };

/** `leaveOut`: hunks that are not to be applied even where they could be. */
export async function remainderOf(
  db: ObjectDatabase,
  tree: string,
  files: readonly PatchedFile[],
  leaveOut: readonly HunkPlace[] = [],
): Promise<Remainder> {
  const places: HunkPlace[] = [];
  const changes = new Map<string, Entry | undefined>();
  for (const file of files) {
    const path = file.after ?? file.before ?? "";
    const hunks = file.hunks.filter((hunk) => !isIn(leaveOut, path, hunk));
    const text = await textBefore(db, tree, file);
    const tried = triedHunks(path, text ?? "", hunks);
    places.push(...tried.places);
    const old = await entryAt(db, tree, path);
    if (old && tried.text !== text) changes.set(path, { ...old, id: writeText(db, tried.text) });
  }
  return { tree: await treeWith(db, tree, changes), places };
}

function isIn(places: readonly HunkPlace[], path: string, hunk: Hunk): boolean {
  return places.some((place) => place.path === path && place.header === hunk.header);
}

/** A moved file may have been moved upstream too. */
async function textBefore(db: ObjectDatabase, tree: string, { before, after }: PatchedFile) {
  const old = before === undefined ? undefined : await textAt(db, tree, before);
  return old ?? (after === undefined ? undefined : textAt(db, tree, after));
}

/** Each hunk alone, on what those before it left. */
function triedHunks(path: string, text: string, hunks: readonly Hunk[]) {
  const image = imageOf(text);
  const places = hunks.map((hunk): HunkPlace => {
    const { header } = hunk;
    const at = placeOf(image, hunk);
    if (at !== undefined) {
      put(image, at, hunk);
      return { path, header, state: "applies", drift: at - Math.max(hunk.newStart - 1, 0) };
    }
    const landed = placeOf(image, reversed(hunk)) !== undefined;
    return { path, header, state: landed ? "landed" : "conflict" };
  });
  return { text: textOf(image), places };
}
