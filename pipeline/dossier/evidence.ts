// What a dossier rests on: runs that hold for the series as it stands today.

import type { Check } from "../model/record/check.ts";
import type { RunRecord } from "../model/record/run-record.ts";

export type Evidence = {
  readonly series: string;
  readonly head: string;
  /** The run whose cells are shown. */
  readonly boots: RunRecord;
  /** The run whose exact counts are shown; absent where there is none. */
  readonly counts?: RunRecord;
  /** The lines of the checklist that hold for the series as it stands. */
  readonly checks: readonly Check[];
  /** Every platform of this installation. */
  readonly platforms: readonly string[];
};

export type Cell = RunRecord["cells"][number];

/** Of the series on the head, native first, else in the order of the run. What others brought is not among them. */
export function cellsOf({ boots, series, head }: Evidence): Cell[] {
  const own = boots.cells.filter(
    (one) => one.series === series && one.head === head && one.realness !== "imported",
  );
  return own.toSorted((a, b) => Number(isBare(b.platform)) - Number(isBare(a.platform)));
}

export function isBare(platform: string): boolean {
  return platform.startsWith("bare-");
}
