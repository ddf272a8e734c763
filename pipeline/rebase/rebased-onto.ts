// Every patch of a series onto one head, in order, to the end.

import type { SourceTree } from "../model/head.ts";
import type { PatchResult, UsedResolution } from "../model/patch-result.ts";
import type { PatchFile, RebasedSeries, ResolutionFile } from "../model/series.ts";
import { Authored } from "./authored.ts";
import { commitOf } from "./commit-of.ts";
import { conflictOf } from "./conflict-of.ts";
import type { Ground, ReadPatch } from "./ground.ts";
import { LeftOut } from "./left-out.ts";
import { type Picked, pickPatch } from "./pick-patch.ts";
import { readPatch } from "./read-patch.ts";
import { resolvedBy } from "./resolved-by.ts";
import { unusedResolutions } from "./unused-resolutions.ts";

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
  const results: PatchResult[] = [];
  let { commit, tree } = head;
  let remainder = tree;
  for (const [at, patch] of patches.entries()) {
    const wanted = { authored, patch, at, resolutions: series.resolutions };
    const picked = await resolvedBy(
      ground,
      remainder,
      wanted,
      await pickPatch(ground, remainder, wanted),
    );
    const blockedBy =
      picked.how === "conflict" ? await leftOut.blockerOf(at, picked.places) : undefined;
    leftOut.note(at, picked);
    const sound = leftOut.isEmpty;
    if ("tree" in picked) remainder = picked.tree;
    if (sound && "tree" in picked) {
      tree = picked.tree;
      commit = await commitOf(ground, patch, { tree, parent: commit });
    }
    const result = resultOf(patch, picked, blockedBy);
    results.push(sound && "tree" in picked ? { ...result, commit } : result);
  }
  const unused = unusedResolutions(series.resolutions, results);
  return { commit, tree, release: head.release, patches: results, unusedResolutions: unused };
}

function resultOf(patch: ReadPatch, picked: Picked, blockedBy?: string): PatchResult {
  const named = { patch: patch.name, subject: patch.parsed.subject };
  switch (picked.how) {
    case "applied":
      return picked.drift
        ? { ...named, result: "drifted", drift: picked.drift }
        : { ...named, result: "clean" };
    case "empty":
      return { ...named, result: "empty", hunks: picked.places, ...usedBy(picked) };
    case "resolved":
      return { ...named, result: "resolved", hunks: picked.places, ...usedBy(picked) };
    case "merged": {
      const landed = picked.places.some(({ state }) => state === "landed");
      return { ...named, result: landed ? "partly-upstream" : "merged", hunks: picked.places };
    }
    case "conflict": {
      const hunks = picked.places;
      if (blockedBy !== undefined) return { ...named, result: "blocked-by", blockedBy, hunks };
      return { ...named, result: "conflict", hunks, conflicts: conflictOf(picked) };
    }
  }
}

/** Reuse is never silent. */
function usedBy({ used }: { used?: UsedResolution }): Pick<PatchResult, "resolution"> {
  return used ? { resolution: used } : {};
}
