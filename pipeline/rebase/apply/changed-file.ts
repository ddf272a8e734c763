// What a patch makes of one file of a tree.

import type { Hunk, PatchedFile } from "../../parse/patch/patched-file.ts";
import type { ObjectDatabase } from "../../tools/object-database.ts";
import { applyHunks } from "./apply-hunks.ts";
import { blobText, type Entry, entryAt, isFolder, writeText } from "./tree.ts";

type Changed = { readonly entry: Entry | undefined; readonly drift: number };

/** `entry` is undefined for a file that goes; the whole where the patch does not apply to it. */
export async function changedFile(
  db: ObjectDatabase,
  tree: string,
  file: PatchedFile,
): Promise<Changed | undefined> {
  const old = await oldEntry(db, tree, file);
  if (old === "wrong") return undefined;
  const changed = await changedText(db, old, file.hunks);
  if (!changed) return undefined;
  const { text, drift } = changed;
  if (file.after === undefined) return text === "" ? { entry: undefined, drift } : undefined;
  const id = old && !file.hunks.length ? old.id : writeText(db, text);
  return { entry: { mode: modeOf(file, old), id }, drift };
}

/** The file before; `wrong` where it is not there or no file, or where the new one's place is taken. */
async function oldEntry(
  db: ObjectDatabase,
  tree: string,
  { before, after, newIfAbsent }: PatchedFile,
): Promise<Entry | undefined | "wrong"> {
  if (after !== undefined && after !== before && !(await isFree(db, tree, after))) return "wrong";
  if (before === undefined) return undefined;
  const old = await entryAt(db, tree, before);
  if (newIfAbsent && !old) return (await isFree(db, tree, before)) ? undefined : "wrong";
  return old?.mode.startsWith("100") ? old : "wrong";
}

/** A mode that is not the one the patch expects stays: git apply warns and goes on. */
function modeOf({ modeAfter }: PatchedFile, old: Entry | undefined): string {
  return modeAfter ?? old?.mode ?? "100644";
}

async function changedText(db: ObjectDatabase, old: Entry | undefined, hunks: readonly Hunk[]) {
  const text = old ? await blobText(db, old.id) : "";
  if (text === undefined) return undefined;
  const applied = applyHunks(text, hunks);
  return applied && { text: applied.text, drift: Math.max(0, ...applied.drifts.map(Math.abs)) };
}

/** Nothing exists at the path, and no file is in the place of one of its folders. */
async function isFree(db: ObjectDatabase, tree: string, path: string): Promise<boolean> {
  const names = path.split("/");
  for (let depth = 1; depth < names.length; depth += 1) {
    const entry = await entryAt(db, tree, names.slice(0, depth).join("/"));
    if (!entry) return true;
    if (!isFolder(entry)) return false;
  }
  return (await entryAt(db, tree, path)) === undefined;
}
