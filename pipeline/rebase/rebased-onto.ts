// Every patch of a series onto one head, in order, to the end.

import type { SourceTree } from "../model/described/head.ts";
import type { PatchResult } from "../model/patches/patch-result.ts";
import type { PatchFile, RebasedSeries, ResolutionFile } from "../model/described/series.ts";
import { AuthorTrees } from "./pick/author-trees.ts";
import { commitOf } from "./pick/commit-of.ts";
import { bringTouched } from "./apply/bring-touched.ts";
import type { RebaseContext } from "./apply/rebase-context.ts";
import { DroppedHunks } from "./pick/dropped-hunks.ts";
import { type Picked, pickPatch } from "./pick/pick-patch.ts";
import { readPatch } from "./pick/read-patch.ts";
import { reasonsFor } from "./reasons.ts";
import { resolvedBy } from "./resolutions/resolved-by.ts";
import { unusedResolutions } from "./resolutions/unused-resolutions.ts";
import { UpstreamLookup } from "./pick/upstream-lookup.ts";
import { type Fared, verdictOfPick } from "./pick/verdict-of-pick.ts";

export type Series = {
  readonly patches: readonly PatchFile[];
  readonly head: SourceTree;
  readonly writtenOn: SourceTree;
  readonly resolutions: readonly ResolutionFile[];
};

/** The commit and the tree are those before the first conflict; the results behind it are of the remainder. */
export async function rebasedOnto(context: RebaseContext, series: Series): Promise<RebasedSeries> {
  const { head, writtenOn } = series;
  const patches = series.patches.map(readPatch);
  for (const { tree } of [head, writtenOn]) await bringTouched(context, tree, patches);
  const authored = new AuthorTrees(context, writtenOn.tree, patches);
  const leftOut = new DroppedHunks(context, authored, patches);
  const upstream = new UpstreamLookup(context, { base: writtenOn, head, patches });
  const results: PatchResult[] = [];
  let { commit, tree } = head;
  let remainder = tree;
  for (const [at, patch] of patches.entries()) {
    const wanted = { authored, patch, at, resolutions: series.resolutions };
    const first = await pickPatch(context, remainder, wanted);
    const evidence = first.how === "applied" ? [] : await upstream.of(patch);
    const landed = verdictOfPick(first, evidence).result === "upstream";
    const picked = landed ? first : await resolvedBy(context, remainder, wanted, first);
    const fared = verdictOfPick(picked, evidence);
    const here = { context, series, authored, upstream, patch, at, onto: remainder };
    const why = await reasonsFor(here, picked, fared, leftOut);
    const named = { patch: patch.name, subject: patch.parsed.subject };
    if (isInTheWay(fared)) leftOut.note(at, fared.hunks ?? []);
    const kept = keptTree(picked, fared);
    if (kept !== undefined) remainder = kept;
    if (kept !== undefined && leftOut.isEmpty) {
      tree = kept;
      commit = await commitOf(context, patch, { tree, parent: commit });
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
