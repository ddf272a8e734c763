// The runs that a dossier may rest on: those that saw the series and the head as they stand today.

import type { RunRecord } from "../model/record/run-record.ts";
import { staleEvidence } from "../dossier/stale-evidence.ts";
import type { Runs } from "./runs.ts";

/** How far back runs are looked at. */
const newest = 60;

export type EvidenceRuns = {
  /** Absent where no run holds. */
  readonly boots?: RunRecord;
  readonly counts?: RunRecord;
  /** Why the newest run with cells, and with counts, of the series does not hold. */
  readonly staleBoots: readonly string[];
  readonly staleCounts: readonly string[];
};

/** Of several that hold, the one that shows most; then the newest. `numbers`: look at these runs only. */
export async function evidenceRuns(
  runs: Runs,
  today: RunRecord,
  numbers: readonly number[],
): Promise<EvidenceRuns> {
  const candidates = numbers.length
    ? await Promise.all(numbers.map((one) => runs.read(one)))
    : await runs.newest(newest);
  const [subject] = today.series;
  const isOurs = (row: { series: string; head: string }): boolean =>
    row.series === subject?.name && row.head === subject.head;
  const boots = chosen(candidates, today, ({ cells }) => cells.filter(isOurs).length);
  const counts = chosen(candidates, today, ({ metrics = [] }) => {
    const whole = metrics.filter((one) => isOurs(one) && one.patches === undefined);
    return whole.length;
  });
  return {
    ...(boots.run ? { boots: boots.run } : {}),
    ...(counts.run ? { counts: counts.run } : {}),
    staleBoots: boots.stale,
    staleCounts: counts.stale,
  };
}

function chosen(
  candidates: readonly RunRecord[],
  today: RunRecord,
  shown: (run: RunRecord) => number,
): { run?: RunRecord; stale: string[] } {
  const some = candidates.filter((run) => shown(run) > 0);
  const [run] = some
    .filter((one) => !staleEvidence(today, one).length)
    .toSorted((a, b) => shown(b) - shown(a));
  if (run) return { run, stale: [] };
  return { stale: some[0] ? staleEvidence(today, some[0]) : [] };
}
