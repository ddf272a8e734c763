// What became of a patch that is in a head: the commits that changed the lines it had brought. Pure.

import type { UpstreamCommit } from "../../model/patches/patch-result.ts";
import { changedHunks } from "./changed-lines.ts";
import type { SoughtPatch } from "./find-upstream.ts";
import { type IndexedCommit, upstreamCommit } from "./upstream-index.ts";

/**
 * `later`: the commits of the head since it landed, newest first. By the lines that a commit takes away: those of the
 * patch, and what others made of them. Newest first.
 */
export function reworkedSince(
  later: readonly IndexedCommit[],
  { parsed }: SoughtPatch,
): UpstreamCommit[] {
  const own = new Map<string, Set<string>>();
  for (const { path, runs } of changedHunks(parsed.files))
    own.set(path, linesOf(runs, "+").union(own.get(path) ?? new Set()));
  return later
    .toReversed()
    .filter((commit) => changesOne(commit, own))
    .map(upstreamCommit)
    .toReversed();
}

/** Whether it takes one of the lines away; what it puts there instead is one of them from now on. */
function changesOne({ runs }: IndexedCommit, own: ReadonlyMap<string, Set<string>>): boolean {
  let changes = false;
  for (const [path, lines] of own)
    for (const run of runs.get(path) ?? []) {
      if (linesOf([run], "-").isDisjointFrom(lines)) continue;
      changes = true;
      for (const line of linesOf([run], "+")) lines.add(line);
    }
  return changes;
}

/** Without their sign; a brace or an empty line is in every other commit. */
function linesOf(runs: readonly string[], sign: "+" | "-"): Set<string> {
  const lines = runs.flatMap((run) => run.split("\n")).filter((line) => line.startsWith(sign));
  return new Set(lines.map((line) => line.slice(1).trim()).filter((line) => /\w/.test(line)));
}
