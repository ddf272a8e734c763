// Whether a run says anything about a series as it stands today. Pure.

import type { RunRecord } from "../model/run-record.ts";

/** What is another than in the run, one sentence each; empty where it holds. `today`: the record of one series, rebased now. */
export function staleEvidence(today: RunRecord, run: RunRecord): string[] {
  const [now] = today.series;
  if (!now) throw new Error("there is no series to compare a run with");
  const { name, head } = now;
  const then = run.series.find((one) => one.name === name && one.head === head);
  if (!then) return [`run ${run.run} has no ${name} on ${head}`];
  const [headNow, headThen] = [today, run].map((one) => one.heads.find((at) => at.name === head));
  const reasons: string[] = [];
  if (now.patchset === undefined || now.patchset !== then.patchset)
    reasons.push(
      `run ${run.run} saw other patches (patchset ${shortened(then.patchset)}, now ${shortened(now.patchset)})`,
    );
  if (headNow?.commit === undefined || headNow.commit !== headThen?.commit)
    reasons.push(
      `in run ${run.run} ${head} was ${headThen?.pin ?? "nowhere"}, now it is ${headNow?.pin ?? "nowhere"}`,
    );
  if (!reasons.length && commitsOf(now) !== commitsOf(then))
    reasons.push(
      `in run ${run.run} the same patches came to other commits: a resolution or a prerequisite changed`,
    );
  return reasons;
}

function commitsOf({ patches }: RunRecord["series"][number]): string {
  return patches.map(({ patch, commit = "" }) => `${patch} ${commit}`).join("\n");
}

function shortened(digest: string | undefined): string {
  return digest?.slice(0, 12) ?? "none";
}
