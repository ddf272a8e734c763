// Boots of older runs that stand in a matrix: told once for all of them, and in a cell only where it differs from most.

import { counted } from "../model/counted.ts";
import type { RunCell, RunRecord } from "../model/run-record.ts";

export type ReusedBoots = {
  /** `43 of 45 boots are reused: 41 from run 3, 2 from run 2.`; empty where every boot is of this run. */
  readonly sentence: string;
  /** `run 2`, `booted now`; empty where the cell is like most. */
  readonly mark: (cell: RunCell) => string;
};

export function reusedBoots({ run, cells }: RunRecord): ReusedBoots {
  const booted = cells.filter(({ bootedIn }) => bootedIn !== undefined);
  const counts = new Map<number, number>();
  for (const { bootedIn = run } of booted) counts.set(bootedIn, (counts.get(bootedIn) ?? 0) + 1);
  const [most] = [...counts].toSorted((a, b) => b[1] - a[1])[0] ?? [run];
  const older = [...counts].filter(([number]) => number !== run).toSorted((a, b) => b[0] - a[0]);
  return {
    sentence: older.length ? sentenceOf(older, booted.length) : "",
    mark: ({ bootedIn }) =>
      bootedIn === undefined || bootedIn === most ? "" : markOf(bootedIn, run),
  };
}

type Older = readonly (readonly [run: number, boots: number])[];

function sentenceOf(older: Older, all: number): string {
  const reused = older.reduce((sum, [, boots]) => sum + boots, 0);
  const [only] = older;
  const from =
    only && older.length === 1
      ? `from run ${only[0]}`
      : older.map(([run, boots]) => `${boots} from run ${run}`).join(", ");
  const start =
    reused === all && all > 1 ? `All ${all} boots` : `${reused} of ${counted(all, "boot")}`;
  return `${start} ${reused === 1 ? "is" : "are"} reused, ${from}.`;
}

function markOf(bootedIn: number, run: number): string {
  return bootedIn === run ? "booted now" : `run ${bootedIn}`;
}
