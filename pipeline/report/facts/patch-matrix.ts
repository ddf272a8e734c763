// Patches down, heads across, for each series of a run.

import type { PatchResult } from "../../model/patches/patch-result.ts";
import type { RunRecord, RunSeries } from "../../model/record/run-record.ts";

export type PatchRow = {
  readonly patch: string;
  readonly subject: string;
  /** In the order of the heads; undefined where it was not tried. */
  readonly results: readonly (PatchResult | undefined)[];
};

export type PatchMatrix = {
  readonly series: string;
  readonly heads: readonly string[];
  readonly rows: readonly PatchRow[];
  /** Heads on which no patch was tried, by the reason. */
  readonly untried: readonly { readonly heads: readonly string[]; readonly why: string }[];
  /** Kept resolutions that no head had a use for. */
  readonly unused: readonly string[];
  /** KUnit suites that were not asked for, each with its head and why. */
  readonly notAsked: readonly string[];
};

export function patchMatrices(run: RunRecord): PatchMatrix[] {
  const names = [...new Set(run.series.map(({ name }) => name))];
  return names.map((name) =>
    matrixOf(
      name,
      run.series.filter((one) => one.name === name),
    ),
  );
}

function matrixOf(series: string, rebased: readonly RunSeries[]): PatchMatrix {
  const longest = rebased.toSorted((a, b) => b.patches.length - a.patches.length)[0];
  return {
    series,
    heads: rebased.map(({ head }) => head),
    rows: (longest?.patches ?? []).map(({ patch, subject }) => ({
      patch,
      subject,
      results: rebased.map(({ patches }) => patches.find((one) => one.patch === patch)),
    })),
    untried: untriedOf(rebased),
    unused: unusedOf(rebased),
    notAsked: rebased.flatMap(({ head, notAsked = [] }) =>
      notAsked.map((line) => `KUnit suite not asked for on ${head}: ${line}`),
    ),
  };
}

/** A resolution that is used on one head is not stale. */
function unusedOf(rebased: readonly RunSeries[]): string[] {
  const [first, ...others] = rebased.filter(({ patches }) => patches.length);
  return (first?.unusedResolutions ?? []).filter((line) =>
    others.every((one) => one.unusedResolutions?.some((other) => nameOf(other) === nameOf(line))),
  );
}

function untriedOf(rebased: readonly RunSeries[]): PatchMatrix["untried"] {
  const heads = new Map<string, string[]>();
  for (const { head, patches, why = "an earlier step did not pass" } of rebased)
    if (!patches.length) heads.set(why, [...(heads.get(why) ?? []), head]);
  return [...heads].map(([why, names]) => ({ heads: names, why }));
}

/** Of `name: why`. */
function nameOf(line: string): string {
  return line.split(":")[0] ?? "";
}
