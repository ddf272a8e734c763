// What a run measured, as tables in the order of their worth. The terminal, Markdown and HTML show the same ones.

import type { RunRecord } from "../model/run-record.ts";
import { type CostGround, costGrounds, shownMetrics } from "./cost-rows.ts";
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
  const tables = costGrounds(run).flatMap((ground) => tablesOf(run, ground));
  const exact = onlyExact(run);
  return { tables: [...tables, ...demotedTable(run)], notes: exact ? [exact] : [] };
}

function tablesOf(run: RunRecord, ground: CostGround): FigureTable[] {
  const counts = [
    ...threeCostsTable(run, ground),
    ...countsTable(ground),
    ...ledgerTable(run, ground),
    ...whereTable(run, ground),
    ...bootTable(ground),
  ];
  return [...counts.map(withLimits), ...sizeTable(ground), ...sampledTable(ground)];
}

function withLimits(table: FigureTable): FigureTable {
  return { ...table, notes: [...(table.notes ?? []), limits] };
}

/** Counts that are none. */
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
