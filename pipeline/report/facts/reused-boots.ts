// Boots of older runs that stand in a matrix: told once for all of them, and in a cell only where it differs from most.

import { pluralize } from "../../model/pluralize.ts";
import type { RunCell, RunRecord } from "../../model/record/run-record.ts";

export type ReusedBoots = {
  /** `43 of 45 boots are reused: 41 from run 3, 2 from run 2.`; empty where every boot is of this run. */
  readonly sentence: string;
  /** `run 2`, `booted now`; empty where the cell is like most. */
  readonly mark: (cell: RunCell) => string;
};

export function reusedBoots({ run, cells }: RunRecord): ReusedBoots {
  const booted = cells.filter(({ bootedIn }) => bootedIn !== undefined);
  const counts = new Map<Source, number>();
  for (const cell of booted) counts.set(sourceOf(cell), (counts.get(sourceOf(cell)) ?? 0) + 1);
  const [most] = [...counts].toSorted((a, b) => b[1] - a[1])[0] ?? [run];
  const older = [...counts].filter(([source]) => source !== run).toSorted(newestFirst);
  return {
    sentence: older.length ? sentenceOf(older, booted.length) : "",
    mark: (cell) =>
      cell.bootedIn === undefined || sourceOf(cell) === most ? "" : markOf(sourceOf(cell), run),
  };
}

/** A run of this store by its number, or the registry that a boot was taken from. */
type Source = number | string;

function sourceOf({ bootedIn = 0, takenFrom }: RunCell): Source {
  return takenFrom ?? bootedIn;
}

type Older = readonly (readonly [source: Source, boots: number])[];

/** Those of registries come last. */
function newestFirst([one]: Older[number], [other]: Older[number]): number {
  const [a, b] = [one, other].map((source) => (typeof source === "number" ? source : -1));
  return (b ?? 0) - (a ?? 0);
}

function sentenceOf(older: Older, all: number): string {
  const reused = older.reduce((sum, [, boots]) => sum + boots, 0);
  const [only] = older;
  const from =
    only && older.length === 1
      ? `from ${inWords(only[0])}`
      : older.map(([source, boots]) => `${boots} from ${inWords(source)}`).join(", ");
  const start =
    reused === all && all > 1 ? `All ${all} boots` : `${reused} of ${pluralize(all, "boot")}`;
  return `${start} ${reused === 1 ? "is" : "are"} reused, ${from}.`;
}

function markOf(source: Source, run: number): string {
  return source === run ? "booted now" : inWords(source);
}

function inWords(source: Source): string {
  return typeof source === "number" ? `run ${source}` : source;
}
