// A patch applied. Did it land where it was meant to, and does it still mean there what it meant?

import type { HunkPlace, MisapplyAlarm } from "../../model/patches/patch-result.ts";
import type { ParsedPatch } from "../../parse/patch/patch.ts";
import type { Hunk, PatchedFile } from "../../parse/patch/patched-file.ts";
import { hasObjects } from "../../parse/source/source-objects.ts";
import type { ObjectDatabase } from "../../tools/object-database.ts";
import { mayStandTwice, twiceAlarms } from "./applied-twice.ts";
import { applyHunks } from "../apply/apply-hunks.ts";
import { enclosingAlarms } from "./enclosing-alarms.ts";
import { signatureAlarms } from "./signature-alarms.ts";
import { entryAt, textAt } from "../apply/tree.ts";

/** Trees, each with the earlier patches of the series on it. */
export type Applied = {
  readonly db: ObjectDatabase;
  /** What the patch was written on. */
  readonly base: string;
  /** The base with the patch; made in memory where absent. */
  readonly authored?: string;
  /** The head before the patch. */
  readonly head: string;
  /** The head with the patch. */
  readonly result: string;
  readonly patch: ParsedPatch;
  /** Hunks that had `landed` already were not applied, and give no alarm. */
  readonly places: readonly HunkPlace[];
};

/**
 * In the order of the patch. A file that is not where the patch says in base and head (the patch was not written on
 * this base; a merge followed a rename) cannot be compared and gives no alarm. No git process: blobs come out of the
 * database, and only where base and head differ.
 */
export async function misapplyAlarms(applied: Applied): Promise<MisapplyAlarm[]> {
  if (applied.base === applied.head) return [];
  const alarms: MisapplyAlarm[] = [];
  for (const file of applied.patch.files) {
    if (file.after === undefined || !file.hunks.length) continue;
    alarms.push(...(await alarmsInside(applied, file, file.after)));
    alarms.push(...(await signatureAlarms(applied, file)));
  }
  return alarms;
}

async function alarmsInside(
  applied: Applied,
  file: PatchedFile,
  path: string,
): Promise<MisapplyAlarm[]> {
  const { db } = applied;
  if (file.before === undefined || (await isSame(applied, file.before))) return [];
  const result = await textAt(db, applied.result, path);
  if (result === undefined) return [];
  const hunks = file.hunks.filter(({ header }) => !hasLanded(applied, file, header));
  const inside = hasObjects(path) ? await enclosingOf(applied, file, hunks, result) : [];
  if (!mayStandTwice(path, result, hunks)) return inside;
  const authored = await authoredText(applied, file, path);
  if (authored === undefined) return inside;
  return [...inside, ...twiceAlarms(path, { authored, result }, hunks)];
}

/** The head has the very file that the patch was written on, and so has its author's result. */
async function isSame({ db, base, head }: Applied, path: string): Promise<boolean> {
  const [here, there] = [await entryAt(db, base, path), await entryAt(db, head, path)];
  return here?.id === there?.id;
}

function hasLanded({ places }: Applied, { before, after }: PatchedFile, header: string): boolean {
  return places.some(
    (place) =>
      place.state === "landed" &&
      place.header === header &&
      (place.path === before || place.path === after),
  );
}

async function enclosingOf(
  { db, base, head }: Applied,
  file: PatchedFile,
  hunks: readonly Hunk[],
  result: string,
): Promise<MisapplyAlarm[]> {
  const path = file.before ?? "";
  const [here, there] = [await textAt(db, base, path), await textAt(db, head, path)];
  if (here === undefined || there === undefined) return [];
  return enclosingAlarms(file, hunks, { base: here, head: there, result });
}

async function authoredText(
  { db, authored, base }: Applied,
  file: PatchedFile,
  path: string,
): Promise<string | undefined> {
  if (authored) return textAt(db, authored, path);
  const before = await textAt(db, base, file.before ?? "");
  return before === undefined ? undefined : applyHunks(before, file.hunks)?.text;
}
