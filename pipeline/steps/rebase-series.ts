// A series onto a head: patch by patch, in memory. After a conflict the rest is blocked, and named so.

import { join } from "node:path";
import type { Finding } from "../model/finding.ts";
import type { SourceTree } from "../model/head.ts";
import { fail, type Outcome, pass } from "../model/outcome.ts";
import type { PatchFile, PatchResult, RebasedSeries } from "../model/series.ts";
import type { StepKind } from "../model/step.ts";
import { parsePatch } from "../parse/patch.ts";
import { Git } from "../tools/git.ts";
import { headsFolder } from "./import-head.ts";
import { pickPatch } from "./pick-patch.ts";

type Params = { series: string; patches: readonly PatchFile[] };
type Inputs = {
  head: SourceTree;
  /** The head the series was written on: its blobs are where a three-way merge starts. */
  writtenOn: SourceTree;
};

export const rebaseSeries: StepKind<Params, Inputs, RebasedSeries> = {
  name: "rebase-series",
  version: 2,
  nature: "pure",
  lane: "io",
  present: async ({ kept }, { commit }) => new Git(kept(headsFolder)).has(commit),
  async run({ kept, workDir, say }, { series, patches }, { head, writtenOn }) {
    const git = new Git(kept(headsFolder));
    const results: PatchResult[] = [];
    let onto = { commit: head.commit, tree: head.tree };
    for (const [at, patch] of patches.entries()) {
      say(patch.name);
      const earlier = patches.slice(0, at);
      const picked = await pickPatch({
        git,
        workDir,
        patch,
        onto,
        preimages: writtenOn.tree,
        earlier,
      });
      results.push(picked.result);
      if (picked.result.result === "conflict") break;
      onto = picked.onto;
    }
    const blocker = results.find((one) => one.result === "conflict");
    if (blocker) results.push(...blockedAfter(patches, results.length, blocker.patch));
    else
      await git.must("update-ref", join("refs/twinboot/series", series, onto.commit), onto.commit);
    return outcomeOf(series, { ...onto, release: head.release, patches: results });
  },
};

function blockedAfter(patches: readonly PatchFile[], from: number, blocker: string): PatchResult[] {
  return patches.slice(from).map(({ name, text }) => ({
    patch: name,
    subject: parsePatch(text)?.subject ?? name,
    result: "blocked-by",
    blockedBy: blocker,
  }));
}

function outcomeOf(series: string, rebased: RebasedSeries): Outcome<RebasedSeries> {
  const conflict = rebased.patches.find((one) => one.result === "conflict");
  if (!conflict) return pass(rebased);
  const finding: Finding = {
    reason: "conflict",
    fault: "series",
    summary: `${series}: ${conflict.patch} does not apply`,
    detail: conflict.conflicts ?? [],
  };
  return fail(finding, rebased);
}
