// Exact counts over nights: any change is a change, and has commits between.

import type { Metric } from "../../model/cost/metric.ts";
import type { RunRecord } from "../../model/record/run-record.ts";
import type { FigureTable } from "./figure-table.ts";
import type { History, PastRun } from "../facts/history.ts";
import { movedBetween } from "../facts/moved-between.ts";
import { grouped, percentOf, signed } from "./numbers.ts";

export type Steps = {
  readonly metric: Metric;
  /** By run of the history; `undefined` where the run did not take it. */
  readonly counts: readonly (number | undefined)[];
};

/** The metrics whose count was not the same in every run, the one that moved most first. */
export function movedCounts({ metrics = [] }: RunRecord, history: History): Steps[] {
  return metrics
    .filter((metric) => metric.class === "exact" && metric.patches === undefined)
    .map((metric) => ({ metric, counts: history.countsOf(metric.id) }))
    .filter((one) => new Set(taken(one)).size > 1)
    .toSorted((a, b) => spread(b) - spread(a));
}

function taken({ counts }: Steps): number[] {
  return counts.filter((count) => count !== undefined);
}

function spread(steps: Steps): number {
  const counts = taken(steps);
  return Math.max(...counts) / Math.min(...counts);
}

const mostRows = 60;

/** The newest changes first; undefined where no count ever moved. */
export function nightsTable(moved: readonly Steps[], history: History): FigureTable | undefined {
  const changes = moved
    .flatMap((steps) => changesOf(steps, history))
    .toSorted((a, b) => b.now.run - a.now.run);
  if (!changes.length) return undefined;
  const columns = [
    { name: "workload" },
    { name: "platform" },
    { name: "series" },
    { name: "head" },
    { name: "runs" },
    { name: "before", number: true },
    { name: "after", number: true },
    { name: "delta", number: true },
    { name: "delta %", number: true },
    { name: "between" },
  ];
  const more = changes.length - mostRows;
  const notes =
    more > 0 ? [`${more} older changes; ./twinboot compare RUN RUN lists them all.`] : [];
  return { title: "Over nights", columns, rows: changes.slice(0, mostRows).map(rowOf), notes };
}

type Taken = { readonly run: PastRun; readonly count: number };
type Change = ReturnType<typeof changeOf>;

function changesOf({ metric, counts }: Steps, { runs }: History): Change[] {
  const nights = runs.flatMap((run, at): Taken[] => {
    const count = counts[at];
    return count === undefined ? [] : [{ run, count }];
  });
  return nights.slice(1).flatMap((after, at) => {
    const before = nights[at];
    return before && before.count !== after.count ? [changeOf(metric, before, after)] : [];
  });
}

function changeOf(metric: Metric, before: Taken, after: Taken) {
  return { metric, from: before.count, to: after.count, past: before.run, now: after.run };
}

function rowOf({ metric, from, to, past, now }: Change): FigureTable["rows"][number] {
  const { workload, platform, series, head, id } = metric;
  return [
    workload,
    platform,
    series,
    head,
    `${past.run} to ${now.run}`,
    grouped(from),
    { text: grouped(to), rows: [id] },
    signed(to - from),
    percentOf(to / from),
    movedBetween(metric, past, now).join("; ") ||
      "nothing that is recorded; the series or its patches",
  ];
}
