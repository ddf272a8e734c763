// What a run measured, as tables in the order of their worth. The terminal, Markdown and HTML show the same ones.

import type { RunRecord } from "../../model/record/run-record.ts";
import { type CostComparison, costComparisons, shownMetrics } from "./cost-rows.ts";
import { bootTable, countsTable, sizeTable, threeCostsTable, whereTable } from "./exact-tables.ts";
import type { FigureTable } from "./figure-table.ts";
import { grouped } from "./numbers.ts";
import { ledgerTable } from "./ledger-table.ts";
import { onlyExact, sampledTable } from "./sampled-table.ts";

/** Printed beside every table of counts. */
export const limits =
  "Limits: instructions, not cycles. No caches, no TLB, no branch predictor, one vCPU: an equal count can refute a cost, and does not prove its absence.";

export type Performance = {
  readonly tables: readonly FigureTable[];
  readonly notes: readonly string[];
};

/** Undefined where nothing was measured. */
export function performanceOf(run: RunRecord): Performance | undefined {
  if (!run.metrics?.length) return undefined;
  const tables = costComparisons(run).flatMap((comparison) => tablesOf(run, comparison));
  const exact = onlyExact(run);
  return { tables: [...tables, ...demotedTable(run)], notes: exact ? [exact] : [] };
}

function tablesOf(run: RunRecord, comparison: CostComparison): FigureTable[] {
  const counts = [
    ...threeCostsTable(run, comparison),
    ...countsTable(comparison),
    ...ledgerTable(run, comparison),
    ...whereTable(run, comparison),
    ...bootTable(comparison),
  ];
  return [...counts.map(withLimits), ...sizeTable(comparison), ...sampledTable(comparison)];
}

function withLimits(table: FigureTable): FigureTable {
  return { ...table, notes: [...(table.notes ?? []), limits] };
}

/** Counts that did not repeat. */
function demotedTable(run: RunRecord): FigureTable[] {
  const demoted = shownMetrics(run).filter((one) => one.demoted !== undefined);
  if (!demoted.length) return [];
  const columns = [
    { name: "workload" },
    { name: "platform" },
    { name: "series" },
    { name: "counts", number: true },
    { name: "why" },
  ];
  const rows = demoted.map(({ id, workload, platform, series, values, demoted: why = "" }) => [
    workload,
    platform,
    series,
    { text: values.map(grouped).join(", "), rows: [id] },
    why,
  ]);
  return [
    {
      title: "Not exact here",
      columns,
      rows,
      notes: ["Two counts of the same differed: they are compared with nothing."],
    },
  ];
}
