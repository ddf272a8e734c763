// Nights -> what the pages draw of them. One byte a cell and night: 500 nights of 2000 cells are a megabyte.

import type { Night } from "../../model/record/night.ts";
import type { RunCell } from "../../model/record/run-record.ts";
import { type Verdict, verdicts } from "../../model/judge/verdict.ts";

type Cell = Pick<RunCell, "head" | "series" | "flavour" | "platform">;

/** A night without its verdicts and figures, which stand in the columns. */
export type PastRun = Omit<Night, "cells" | "problems" | "metrics" | "schema">;

export type History = {
  /** Oldest first; the run that is reported is the last. */
  readonly runs: readonly PastRun[];
  /** By cell: the verdict in each run, `undefined` where the run did not have the cell. */
  readonly verdictsOf: (cell: Cell) => (Verdict | undefined)[];
  /** By cell: the fingerprint of what it met in that run, counted as `runs` is; undefined where nothing was met, or kept. */
  readonly problemOf: (cell: Cell, at: number) => string | undefined;
  /** By row id: the count in each run, `undefined` where it was not taken. */
  readonly countsOf: (metric: string) => (number | undefined)[];
};

/** For each run the verdict's index in `verdicts`, from 1; 0 if there is none. */
type Columns = Map<string, Uint8Array>;

/** `nights` in the order of their runs; each is read once, so that they need not be in memory together. */
export async function historyOf(nights: Iterable<Night> | AsyncIterable<Night>): Promise<History> {
  const runs: PastRun[] = [];
  const rows = new Map<string, Columns>();
  const counts = new Map<string, number[]>();
  const problems: Night["problems"][] = [];
  for await (const { schema: _, cells, problems: met, metrics, ...past } of nights) {
    const at = runs.push(past) - 1;
    problems.push(met);
    for (const [row, platforms] of rowsOf(cells)) noteVerdicts(membersOf(rows, row), platforms, at);
    for (const [id, count] of Object.entries(metrics)) noteCount(counts, id, { at, count });
  }
  const places = runs.map((_, at) => at);
  return {
    runs,
    verdictsOf: (cell) => {
      const column = rows.get(rowName(cell.head, cell.series, cell.flavour))?.get(cell.platform);
      return places.map((at) => verdicts[(column?.[at] ?? 0) - 1]);
    },
    problemOf: ({ head, series, flavour, platform }, at) =>
      problems[at]?.[head]?.[series]?.[flavour]?.[platform],
    countsOf: (id) => places.map((at) => counts.get(id)?.[at]),
  };
}

type Platforms = Readonly<Record<string, Verdict>>;

function* rowsOf(cells: Night["cells"]): Generator<[row: string, Platforms]> {
  for (const [head, ofHead] of Object.entries(cells))
    for (const [series, ofSeries] of Object.entries(ofHead))
      for (const [flavour, platforms] of Object.entries(ofSeries))
        yield [rowName(head, series, flavour), platforms];
}

function rowName(head: string, series: string, flavour: string): string {
  return `${head}\n${series}\n${flavour}`;
}

function membersOf(rows: Map<string, Columns>, row: string): Columns {
  const columns = rows.get(row) ?? new Map<string, Uint8Array>();
  rows.set(row, columns);
  return columns;
}

function noteVerdicts(columns: Columns, platforms: Platforms, at: number): void {
  for (const platform in platforms) {
    const column = columnFor(columns, platform, at);
    column[at] = codes.get(platforms[platform]) ?? 0;
  }
}

const codes = new Map<Verdict | undefined, number>(
  verdicts.map((verdict, at) => [verdict, at + 1]),
);

function columnFor(columns: Columns, platform: string, at: number): Uint8Array {
  const column = columns.get(platform);
  if (column && at < column.length) return column;
  const longer = new Uint8Array(Math.max(64, 2 * at));
  if (column) longer.set(column);
  columns.set(platform, longer);
  return longer;
}

function noteCount(
  counts: Map<string, number[]>,
  id: string,
  { at, count }: { at: number; count: number },
): void {
  const column = counts.get(id) ?? [];
  column[at] = count;
  counts.set(id, column);
}
