// Why a patch fared as it did: what blocks it, what caused its conflict, what may be wrong although it applied.

import type { SourceTree } from "../model/described/head.ts";
import type {
  ConflictCause,
  MisapplyAlarm,
  PatchResult,
  UpstreamEvidence,
} from "../model/patches/patch-result.ts";
import type { AuthorTrees } from "./pick/author-trees.ts";
import { conflictCauses } from "./cause/conflict-cause.ts";
import type { RebaseContext, ReadPatch } from "./apply/rebase-context.ts";
import { hunkPlaces } from "./apply/hunk-places.ts";
import type { DroppedHunks } from "./pick/dropped-hunks.ts";
import { misapplyAlarms } from "./alarms/misapply-alarms.ts";
import type { Picked } from "./pick/pick-patch.ts";
import type { UpstreamLookup } from "./pick/upstream-lookup.ts";
import type { Fared } from "./pick/verdict-of-pick.ts";

/** One patch at its place in the series, and the tree it was picked onto. */
export type Here = {
  readonly context: RebaseContext;
  readonly series: { readonly head: SourceTree; readonly writtenOn: SourceTree };
  readonly authored: AuthorTrees;
  readonly upstream: UpstreamLookup;
  readonly patch: ReadPatch;
  readonly at: number;
  readonly onto: string;
};

export type Reasons = Pick<PatchResult, "blockedBy" | "causes" | "alarms" | "reworked"> & {
  /** A conflict that another patch causes has a different result. */
  readonly result?: "blocked-by";
};

export async function reasonsFor(
  here: Here,
  picked: Picked,
  fared: Fared,
  leftOut: DroppedHunks,
): Promise<Reasons> {
  if (fared.result === "upstream") return reworkOf(here, picked, fared);
  if (picked.how === "applied" || picked.how === "merged") return alarmsOf(here, picked);
  if (fared.result === "revisit") return { causes: await causesOf(here, fared) };
  if (fared.result !== "conflict") return {};
  const blockedBy = await leftOut.blockerOf(here.at, picked.places);
  if (blockedBy !== undefined) return { result: "blocked-by", blockedBy };
  return { causes: await causesOf(here, fared) };
}

/** Of one that stands there as it landed there is none. */
async function reworkOf(
  { upstream, patch }: Here,
  { how }: Picked,
  { evidence = [], hunks = [] }: Fared,
): Promise<Reasons> {
  const commit = evidence.find(isStandingProof)?.commit?.commit;
  const gone = hunks.filter(({ state }) => state !== "landed");
  if (!commit || how === "empty" || !gone.length) return {};
  const paths = new Set(gone.map(({ path }) => path));
  const reworked = await upstream.reworked(patch, { commit, paths });
  return reworked.length ? { reworked } : {};
}

function isStandingProof({ weight, commit, revertedBy }: UpstreamEvidence): boolean {
  return weight === "proof" && commit !== undefined && !revertedBy;
}

async function alarmsOf(
  here: Here,
  picked: Extract<Picked, { tree: string; how: "applied" | "merged" }>,
): Promise<Reasons> {
  const { context, authored, patch, at, onto } = here;
  const alarms = await misapplyAlarms({
    db: context.db,
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
  { context, patch, onto }: Here,
  { drift }: { drift: number },
): Promise<MisapplyAlarm[]> {
  const places = await hunkPlaces(context.db, onto, patch.parsed);
  const [first] = places;
  if (!first || places.some(({ state }) => state !== "landed")) return [];
  const says = `the head has all of it already, and it applied once more, ${drift} lines away`;
  return [{ alarm: "twice", path: first.path, header: first.header, says }];
}

async function causesOf({ context, series, authored, patch, at, onto }: Here, fared: Fared) {
  // git looks for files that the head has not in a tree that it must find there.
  context.db.flush();
  const causes = await conflictCauses({
    ...context,
    base: { commit: series.writtenOn.commit, tree: await authored.before(at) },
    head: { commit: series.head.commit, tree: onto },
    patch: patch.parsed,
    hunks: (fared.hunks ?? []).filter(({ state }) => state === "conflict"),
  });
  return causes.map((cause) => withoutItself(cause, fared.evidence ?? []));
}

/** The patch as it landed, and its revert, are not prerequisites: the evidence names them. */
function withoutItself(cause: ConflictCause, evidence: readonly UpstreamEvidence[]): ConflictCause {
  const own = evidence.filter(({ weight }) => weight === "proof");
  const named = new Set(
    own.flatMap(({ commit, revertedBy }) => [commit, revertedBy]).map((one) => one?.commit),
  );
  return { ...cause, commits: cause.commits.filter(({ commit }) => !named.has(commit)) };
}
