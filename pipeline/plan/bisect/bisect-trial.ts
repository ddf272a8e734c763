// What a run found of one cell, or counted of one kernel -> what it says to a bisection. Pure.

import type { Trial } from "../../model/search/bisect.ts";
import { fingerprintOf } from "../../model/judge/fingerprint.ts";
import type { Digest } from "../../model/digest.ts";
import type { Metric } from "../../model/cost/metric.ts";
import type { RunCell } from "../../model/record/run-record.ts";

export type Asked = {
  /** The failure that is looked for is of the build: what builds is good, whatever it does then. */
  readonly builds: boolean;
  /** Whether a failure that the unpatched head has too is what is looked for; else it proves nothing. */
  readonly withBase: boolean;
  /** Fingerprint of the failure that is looked for; any failure is where it is not known yet. */
  readonly problem?: string | undefined;
};

/**
 * A kernel that cannot be had is no answer to why another one fails, as `git bisect skip` has it; and one that fails
 * otherwise is none either.
 */
export function trialOfCell(cell: RunCell, { builds, withBase, problem }: Asked): Trial {
  const { verdict, finding } = cell;
  const evidence = evidenceOf(cell);
  const what = finding ? finding.summary : verdict;
  if (verdict === "pass") return { verdict: "good", words: "it passes", evidence };
  if (isBuildFailure(cell)) return { verdict: builds ? "bad" : "skip", words: what, evidence };
  if (builds && evidence.length) return { verdict: "good", words: "it builds", evidence };
  if (isOther(cell, problem))
    return { verdict: "skip", words: `another failure than the one looked for: ${what}`, evidence };
  if (verdict === "fail") return { verdict: "bad", words: what, evidence };
  if (verdict === "base-broken")
    return {
      verdict: withBase ? "bad" : "skip",
      words: `${what}, as without the series`,
      evidence,
    };
  return { verdict: "skip", words: `${verdict}: ${what}`, evidence };
}

function isOther(cell: RunCell, wanted: string | undefined): boolean {
  const failed = cell.verdict === "fail" || cell.verdict === "base-broken";
  return failed && wanted !== undefined && problemOf(cell) !== wanted;
}

/** The fingerprint of what a cell met; undefined where it met nothing. */
export function problemOf({ finding }: RunCell): string | undefined {
  return finding && fingerprintOf(finding);
}

/** It does not apply, is not configured or not built, and not for want of a machine. */
export function isBuildFailure({ verdict, finding, kernel }: RunCell): boolean {
  const ours = finding?.fault === "series" || finding?.fault === "head";
  return verdict === "blocked" && ours && kernel === undefined;
}

/** Absent where the count is not exact, or the boots were not proved. */
export type Counted = {
  readonly value?: number;
  readonly words: string;
  readonly evidence: readonly Digest[];
};

/** `workload` as in `metrics` of run.json. */
export function countedIn(metrics: readonly Metric[], workload: string): Counted {
  const found = metrics.find((one) => one.workload === workload);
  if (!found) return { words: `${workload} was not counted`, evidence: [] };
  const { values, unit, demoted, evidence } = found;
  const [value] = values;
  if (demoted !== undefined || value === undefined)
    return { words: `not exact: ${demoted ?? "no count"}`, evidence };
  return { value, words: `${value.toLocaleString("en")} ${unit}`, evidence };
}

/** More than there was before is what is looked for; a count that is not exact proves nothing. */
export function trialOfCount({ value, words, evidence }: Counted, before: number): Trial {
  if (value === undefined) return { verdict: "skip", words, evidence };
  return { verdict: value > before ? "bad" : "good", words, evidence };
}

function evidenceOf({ evidence, kernel }: RunCell): Digest[] {
  const { console, hostConsole } = evidence;
  const consoles = [console, hostConsole].flatMap((one) => (one ? [one.digest] : []));
  return kernel === undefined ? consoles : [...consoles, kernel];
}
