// A comparison for a terminal: what changed between, then what that did.

import type { RunCell } from "../../model/record/run-record.ts";
import {
  categories,
  type ComparedCount,
  type Comparison,
  type ComparedRun,
} from "../cost/compare.ts";
import { countOf } from "../cost/cost-rows.ts";
import type { FigureTable } from "../cost/figure-table.ts";
import { pluralize } from "../../model/pluralize.ts";
import { grouped, percentOf, signed } from "../cost/numbers.ts";
import { tablesText } from "./performance-text.ts";
import { oneLine } from "../safe/visible-text.ts";
import { withoutCommands } from "../safe/workflow-commands.ts";

/** Ends with a line feed. */
export function compareText(comparison: Comparison): string {
  const { before, after, between, stillPassing, counts } = comparison;
  const start = [
    `${sideWords(before)} -> ${sideWords(after)}`,
    ...(between.length ? between : ["no recorded input changed"]).map(
      (line) => `  ${oneLine(line, 400)}`,
    ),
  ];
  const tables = [...cellsTable(comparison), ...countsTable(counts.changed)];
  const notes = [
    `${pluralize(stillPassing, "cell")} pass${stillPassing === 1 ? "es" : ""} as before.`,
    ...countNotes(comparison),
  ];
  return `${withoutCommands(start.join("\n"))}\n\n${tablesText(tables, notes)}`;
}

function sideWords({ run, head }: ComparedRun): string {
  return head === undefined ? `run ${run.run}` : `run ${run.run}, ${head}`;
}

function cellsTable({ cells }: Comparison): FigureTable[] {
  if (!cells.length) return [];
  const names = ["category", "head", "series", "flavour", "platform", "before", "after"];
  const rows = cells.map(({ category, before, after }) => {
    const cell = after ?? before;
    return [
      category,
      cell?.head ?? "",
      cell?.series ?? "",
      cell?.flavour ?? "",
      cell?.platform ?? "",
      verdictOf(before),
      verdictOf(after),
    ];
  });
  const totals = categories.flatMap((category) => {
    const count = cells.filter((one) => one.category === category).length;
    return count ? [`${category} ${count}`] : [];
  });
  return [{ title: `Cells: ${totals.join(", ")}`, columns: names.map((name) => ({ name })), rows }];
}

function verdictOf(cell: RunCell | undefined): string {
  if (!cell) return "-";
  return cell.finding ? `${cell.verdict}: ${cell.finding.reason}` : cell.verdict;
}

function countsTable(changed: readonly ComparedCount[]): FigureTable[] {
  if (!changed.length) return [];
  const columns = [
    ...["workload", "platform", "series", "head"].map((name) => ({ name })),
    ...["before", "after", "delta", "delta %"].map((name) => ({ name, number: true })),
  ];
  const rows = changed.map(({ before, after }) => [
    after.workload,
    after.platform,
    after.patches === undefined ? after.series : `${after.series}, first ${after.patches}`,
    after.head,
    { text: grouped(countOf(before)), rows: [before.id] },
    { text: grouped(countOf(after)), rows: [after.id] },
    signed(countOf(after) - countOf(before)),
    percentOf(countOf(after) / countOf(before)),
  ]);
  return [{ title: `Exact counts that changed: ${changed.length}`, columns, rows }];
}

function countNotes({ counts }: Comparison): string[] {
  const { equal, changed, incomparable, appeared, disappeared } = counts;
  if (!equal && !changed.length && !incomparable.length && !appeared.length && !disappeared.length)
    return ["No exact count on either side."];
  return [
    `${pluralize(equal, "exact count")} ${equal === 1 ? "is" : "are"} equal.`,
    ...(incomparable.length
      ? [
          `${pluralize(incomparable.length, "count")} not comparable: another QEMU, CPU model, icount flag or number of iterations.`,
        ]
      : []),
    ...(appeared.length ? [`${pluralize(appeared.length, "count")} only after.`] : []),
    ...(disappeared.length ? [`${pluralize(disappeared.length, "count")} only before.`] : []),
  ];
}
