// Whether a run says anything about a series as it stands today. Pure.

import type { RunRecord } from "../model/record/run-record.ts";

/** Differences from the run, one sentence each; empty if there are none. `today`: the record of one series, rebased now. */
export function staleEvidence(today: RunRecord, run: RunRecord): string[] {
  const [now] = today.series;
  if (!now) throw new Error("there is no series to compare a run with");
  const { name, head } = now;
  const then = run.series.find((one) => one.name === name && one.head === head);
  if (!then) return [`run ${run.run} has no ${name} on ${head}`];
  const reasons = [
    ...otherPatches(now, then),
    ...otherHead(headOf(today, head), headOf(run, head)),
  ];
  if (!reasons.length && commitsOf(now) !== commitsOf(then))
    reasons.push("the same patches came to other commits: a resolution or a prerequisite changed");
  return reasons.map((reason) => `run ${run.run} is stale: ${reason}`);
}

type Series = RunRecord["series"][number];
type Head = RunRecord["heads"][number];

/** An absent digest proves nothing. */
function otherPatches(now: Series, then: Series): string[] {
  if (now.patchset !== undefined && now.patchset === then.patchset) return [];
  return [
    `it saw other patches (patchset ${shortened(then.patchset)}, now ${shortened(now.patchset)})`,
  ];
}

function otherHead(now: Head | undefined, then: Head | undefined): string[] {
  if (now?.commit !== undefined && now.commit === then?.commit) return [];
  const [a, b] = [then, now].map((head) => head?.pin ?? "nowhere");
  return [`${now?.name ?? "the head"} stood at ${a}, and stands at ${b} now`];
}

function headOf({ heads }: RunRecord, name: string): Head | undefined {
  return heads.find((one) => one.name === name);
}

function commitsOf({ patches }: RunRecord["series"][number]): string {
  return patches.map(({ patch, commit = "" }) => `${patch} ${commit}`).join("\n");
}

function shortened(digest: string | undefined): string {
  return digest?.slice(0, 12) ?? "none";
}
