// Every patch of a series onto one head, in order, to the end.

import type { SourceTree } from "../model/head.ts";
import type { PatchResult } from "../model/patch-result.ts";
import type { PatchFile, RebasedSeries, ResolutionFile } from "../model/series.ts";
import { Authored } from "./authored.ts";
import { commitOf } from "./commit-of.ts";
import type { Ground } from "./ground.ts";
import { LeftOut } from "./left-out.ts";
import { type Picked, pickPatch } from "./pick-patch.ts";
import { readPatch } from "./read-patch.ts";
import { reasonsFor } from "./reasons.ts";
import { resolvedBy } from "./resolved-by.ts";
import { unusedResolutions } from "./unused-resolutions.ts";
import { UpstreamLookup } from "./upstream-lookup.ts";
import { type Fared, verdictOfPick } from "./verdict-of-pick.ts";

export type Series = {
  readonly patches: readonly PatchFile[];
  readonly head: SourceTree;
  readonly writtenOn: SourceTree;
  readonly resolutions: readonly ResolutionFile[];
};

/** The commit and the tree are those before the first conflict; the results behind it are of the remainder. */
export async function rebasedOnto(ground: Ground, series: Series): Promise<RebasedSeries> {
  const { head, writtenOn } = series;
  const patches = series.patches.map(readPatch);
  const authored = new Authored(ground, writtenOn.tree, patches);
  const leftOut = new LeftOut(ground, authored, patches);
  const upstream = new UpstreamLookup(ground, { base: writtenOn, head, patches });
  const results: PatchResult[] = [];
  let { commit, tree } = head;
  let remainder = tree;
  for (const [at, patch] of patches.entries()) {
    const wanted = { authored, patch, at, resolutions: series.resolutions };
    const first = await pickPatch(ground, remainder, wanted);
    const evidence = first.how === "applied" ? [] : await upstream.of(patch);
    const landed = verdictOfPick(first, evidence).result === "upstream";
    const picked = landed ? first : await resolvedBy(ground, remainder, wanted, first);
    const fared = verdictOfPick(picked, evidence);
    const here = { ground, series, authored, patch, at, onto: remainder };
    const why = await reasonsFor(here, picked, fared, leftOut);
    const named = { patch: patch.name, subject: patch.parsed.subject };
    if (isInTheWay(fared)) leftOut.note(at, fared.hunks ?? []);
    const kept = keptTree(picked, fared);
    if (kept !== undefined) remainder = kept;
    if (kept !== undefined && leftOut.isEmpty) {
      tree = kept;
      commit = await commitOf(ground, patch, { tree, parent: commit });
      results.push({ ...named, ...fared, ...why, commit });
    } else results.push({ ...named, ...fared, ...why });
  }
  const unused = unusedResolutions(series.resolutions, results);
  return { commit, tree, release: head.release, patches: results, unusedResolutions: unused };
}

function isInTheWay({ result }: Fared): boolean {
  return result === "conflict" || result === "revisit";
}

/** What later patches are tried on; undefined where this one has changed nothing. */
function keptTree(picked: Picked, fared: Fared): string | undefined {
  const dropped =
    picked.how === "empty" || fared.result === "upstream" || fared.result === "revisit";
  return dropped ? undefined : picked.tree;
}
