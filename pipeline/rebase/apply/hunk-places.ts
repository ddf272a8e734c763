// The place of every hunk of a patch on a tree, and of changes without hunks: modes, names, binary content.

import type { HunkPlace } from "../../model/patches/patch-result.ts";
import type { ParsedPatch } from "../../parse/patch/patch.ts";
import type { PatchedFile } from "../../parse/patch/patched-file.ts";
import type { ObjectDatabase } from "../../tools/object-database.ts";
import { newLines, oldLines } from "./apply-hunks.ts";
import { type HeadFiles, headFiles } from "./head-files.ts";
import { placeHunks } from "./place-hunks.ts";

/** In the patch's order. */
export async function hunkPlaces(
  db: ObjectDatabase,
  tree: string,
  patch: ParsedPatch,
): Promise<HunkPlace[]> {
  return placesIn(await headFiles(db, tree, patch.files), patch);
}

/** The same without a repository. A change of mode, name or bytes has a place of its own, with words for a header. */
export function placesIn(head: HeadFiles, patch: ParsedPatch): HunkPlace[] {
  return patch.files.flatMap((file) => {
    const path = file.after ?? file.before ?? "";
    if (file.before === undefined) return wholeFile(path, file, additionState(head, file));
    if (file.after === undefined) return wholeFile(path, file, deletionState(head, file));
    return [...namePlace(head, file), ...modePlace(head, file), ...contentPlaces(head, file)];
  });
}

type State = HunkPlace["state"];

function wholeFile(path: string, file: PatchedFile, state: State): HunkPlace[] {
  const header = file.before === undefined ? "new file" : "deleted file";
  const headers = file.hunks.length ? file.hunks.map((hunk) => hunk.header) : [header];
  return headers.map((each) => place(path, each, state));
}

/** A new file has landed if a file with exactly its content and mode exists. */
function additionState(head: HeadFiles, file: PatchedFile): State {
  const there = head.get(file.after ?? "");
  if (!there) return "applies";
  if (there.mode !== (file.modeAfter ?? there.mode)) return "conflict";
  if (file.binary) return named(there.id, file.blobAfter) ? "landed" : "conflict";
  return there.text === file.hunks.flatMap(newLines).join("") ? "landed" : "conflict";
}

function deletionState(head: HeadFiles, file: PatchedFile): State {
  const there = head.get(file.before ?? "");
  if (!there) return "landed";
  if (file.binary) return named(there.id, file.blobBefore) ? "applies" : "conflict";
  return there.text === file.hunks.flatMap(oldLines).join("") ? "applies" : "conflict";
}

function namePlace(head: HeadFiles, { before = "", after = "", copied }: PatchedFile): HunkPlace[] {
  if (before === after) return [];
  const [old, fresh] = [head.has(before), head.has(after)];
  const header = `${copied ? "copied" : "renamed"} from ${before}`;
  if (fresh) return [place(after, header, copied || !old ? "landed" : "conflict")];
  return [place(after, header, old ? "applies" : "conflict")];
}

function modePlace(head: HeadFiles, file: PatchedFile): HunkPlace[] {
  const { modeBefore, modeAfter } = file;
  if (modeAfter === undefined || modeAfter === modeBefore) return [];
  const mode = standing(head, file)?.mode;
  const state = mode === modeAfter ? "landed" : mode === modeBefore ? "applies" : "conflict";
  return [place(file.after ?? "", `mode ${modeAfter}`, state)];
}

function contentPlaces(head: HeadFiles, file: PatchedFile): HunkPlace[] {
  const { after: path = "", hunks } = file;
  const there = standing(head, file);
  if (file.binary) return [place(path, "binary", binaryState(there?.id, file))];
  const state = file.newIfAbsent ? "applies" : "conflict";
  if (!there) return hunks.map(({ header }) => place(path, header, state));
  const { placed } = placeHunks(there.text, hunks);
  return hunks.map(({ header }, at) => Object.assign({ path, header }, placed[at] ?? conflict));
}

const conflict = { state: "conflict" } as const;

/** The file by its new name, or by its old one where that is not there yet. */
function standing(head: HeadFiles, { before = "", after = "" }: PatchedFile) {
  return head.get(after) ?? head.get(before);
}

function binaryState(id: string | undefined, { blobBefore, blobAfter }: PatchedFile): State {
  if (id === undefined) return "conflict";
  if (named(id, blobAfter)) return "landed";
  return named(id, blobBefore) ? "applies" : "conflict";
}

/** Patches may shorten an object's id. */
function named(id: string, short: string | undefined): boolean {
  return short !== undefined && id.startsWith(short);
}

function place(path: string, header: string, state: State): HunkPlace {
  return { path, header, state, ...(state === "applies" ? { drift: 0 } : {}) };
}
