// Why a patch fared as it did: what blocks it, what caused its conflict, what may be wrong although it applied.

import type { SourceTree } from "../model/head.ts";
import type { MisapplyAlarm, PatchResult } from "../model/patch-result.ts";
import type { Authored } from "./authored.ts";
import { conflictCauses } from "./conflict-cause.ts";
import type { Ground, ReadPatch } from "./ground.ts";
import { hunkPlaces } from "./hunk-places.ts";
import type { LeftOut } from "./left-out.ts";
import { misapplyAlarms } from "./misapply-alarms.ts";
import type { Picked } from "./pick-patch.ts";
import type { Fared } from "./verdict-of-pick.ts";

/** One patch at its place in the series, and the tree it was picked onto. */
export type Here = {
  readonly ground: Ground;
  readonly series: { readonly head: SourceTree; readonly writtenOn: SourceTree };
  readonly authored: Authored;
  readonly patch: ReadPatch;
  readonly at: number;
  readonly onto: string;
};

export type Reasons = Pick<PatchResult, "blockedBy" | "causes" | "alarms"> & {
  /** A conflict that is none of the patch's own has another result. */
  readonly result?: "blocked-by";
};

export async function reasonsFor(
  here: Here,
  picked: Picked,
  fared: Fared,
  leftOut: LeftOut,
): Promise<Reasons> {
  if (picked.how === "applied" || picked.how === "merged") return alarmsOf(here, picked);
  if (fared.result === "revisit") return { causes: await causesOf(here, fared) };
  if (fared.result !== "conflict") return {};
  const blockedBy = await leftOut.blockerOf(here.at, picked.places);
  if (blockedBy !== undefined) return { result: "blocked-by", blockedBy };
  return { causes: await causesOf(here, fared) };
}

async function alarmsOf(
  here: Here,
  picked: Extract<Picked, { tree: string; how: "applied" | "merged" }>,
): Promise<Reasons> {
  const { ground, authored, patch, at, onto } = here;
  const alarms = await misapplyAlarms({
    db: ground.db,
    base: await authored.before(at),
    authored: await authored.before(at + 1),
    head: onto,
    result: picked.tree,
    patch: patch.parsed,
    places: picked.how === "merged" ? picked.places : [],
  });
  const again = picked.how === "applied" && picked.drift ? await appliedAgain(here, picked) : [];
  const all = [...again, ...alarms];
  return all.length ? { alarms: all } : {};
}

/** git looks as far as it must for a place: a patch that the head has already may find another one. */
async function appliedAgain(
  { ground, patch, onto }: Here,
  { drift }: { drift: number },
): Promise<MisapplyAlarm[]> {
  const places = await hunkPlaces(ground.db, onto, patch.parsed);
  const [first] = places;
  if (!first || places.some(({ state }) => state !== "landed")) return [];
  const says = `the head has all of it already, and it applied once more, ${drift} lines away`;
  return [{ alarm: "twice", path: first.path, header: first.header, says }];
}

async function causesOf({ ground, series, authored, patch, at, onto }: Here, fared: Fared) {
  // git looks for files that the head has not in a tree that it must find there.
  ground.db.flush();
  return conflictCauses({
    ...ground,
    base: { commit: series.writtenOn.commit, tree: await authored.before(at) },
    head: { commit: series.head.commit, tree: onto },
    patch: patch.parsed,
    hunks: (fared.hunks ?? []).filter(({ state }) => state === "conflict"),
  });
}
