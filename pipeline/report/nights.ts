// Exact counts over nights: any change is a change, and has commits between.

import type { Metric } from "../model/metric.ts";
import type { RunRecord } from "../model/run-record.ts";
import { betweenRuns } from "./between-runs.ts";
import { countOf } from "./cost-rows.ts";
import type { FigureTable } from "./figure-table.ts";
import { grouped, percentOf, signed } from "./numbers.ts";

type Night = { readonly run: RunRecord; readonly count: number };
export type Steps = { readonly metric: Metric; readonly nights: readonly Night[] };

/** The metrics whose count was not the same in every run, the one that moved most first. */
export function movedCounts(runs: readonly RunRecord[]): Steps[] {
  const ordered = runs.toSorted((a, b) => a.run - b.run);
  const nights = new Map<string, { metric: Metric; nights: Night[] }>();
  for (const run of ordered)
    for (const metric of run.metrics ?? []) {
      if (metric.class !== "exact" || metric.patches !== undefined) continue;
      const known = nights.get(metric.id) ?? { metric, nights: [] };
      known.nights.push({ run, count: countOf(metric) });
      nights.set(metric.id, known);
    }
  return [...nights.values()]
    .filter((one) => new Set(one.nights.map(({ count }) => count)).size > 1)
    .toSorted((a, b) => spread(b) - spread(a));
}

function spread({ nights }: Steps): number {
  const counts = nights.map(({ count }) => count);
  return Math.max(...counts) / Math.min(...counts);
}

const mostRows = 60;

export function nightsTable(runs: readonly RunRecord[]): FigureTable[] {
  const changes = movedCounts(runs).flatMap(changesOf);
  if (!changes.length) return [];
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
  const rows = changes
    .slice(0, mostRows)
    .map(({ metric, before, after }) => [
      metric.workload,
      metric.platform,
      metric.series,
      metric.head,
      `${before.run.run} to ${after.run.run}`,
      grouped(before.count),
      { text: grouped(after.count), rows: [metric.id] },
      signed(after.count - before.count),
      percentOf(after.count / before.count),
      between(before.run, after.run, metric.head),
    ]);
  const more = changes.length - rows.length;
  const notes =
    more > 0 ? [`${more} more changes; ./twinboot compare RUN RUN lists them all.`] : [];
  return [{ title: "Over nights", columns, rows, notes }];
}

function changesOf({ metric, nights }: Steps) {
  return nights.slice(1).flatMap((after, at) => {
    const before = nights[at];
    return before && before.count !== after.count ? [{ metric, before, after }] : [];
  });
}

/** Heads that the metric does not run on are none of its causes. */
function between(before: RunRecord, after: RunRecord, head: string): string {
  const others = new Set(
    after.heads.map(({ name }) => `${name}:`).filter((name) => name !== `${head}:`),
  );
  const lines = betweenRuns(before, after).filter((line) => !others.has(line.split(" ")[0] ?? ""));
  return lines.join("; ") || "nothing that is recorded; the series or its patches";
}
