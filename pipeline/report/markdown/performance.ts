// What a run measured, as sections of the Markdown report: a budget may drop rows from the end of each.

import type { RunRecord } from "../../model/record/run-record.ts";
import { type FigureTable, rowIds, textOfCell } from "../cost/figure-table.ts";
import { type Section, withinBudget } from "../safe/markdown-budget.ts";
import { code, plain, tableRow } from "../safe/markdown-escape.ts";
import { performanceOf } from "../cost/performance.ts";

const githubBudget = 900 * 1024;

/** A document of its own, for a comment or a summary; empty where nothing was measured. */
export function performanceMarkdown(run: RunRecord, limitBytes = githubBudget): string {
  const sections = performanceSections(run);
  return sections.length
    ? withinBudget(`# What it costs, run ${run.run}`, sections, limitBytes)
    : "";
}

export function performanceSections(run: RunRecord): Section[] {
  const performance = performanceOf(run);
  if (!performance) return [];
  const { tables, notes } = performance;
  const said: Section[] = notes.length
    ? [
        {
          title: "Costs",
          blocks: notes.map((one) => plain(one, 1000)),
          between: "\n\n",
          blockName: "notes",
        },
      ]
    : [];
  return [...said, ...tables.map(tableSection)];
}

/** The notes stand above the rows, where no budget reaches. */
function tableSection({ title, columns, rows, notes = [] }: FigureTable): Section {
  const withIds = rows.some((cells) => rowIds(cells).length);
  const names = [...columns.map(({ name }) => plain(name)), ...(withIds ? ["rows"] : [])];
  const rule = names.map((_, at) => (columns[at]?.number ? "---:" : "---"));
  const head = `${tableRow(names)}\n${tableRow(rule)}`;
  return {
    title: plain(title),
    intro: [...notes.map((note) => plain(note, 1000)), head].join("\n\n"),
    blocks: rows.map((cells) =>
      tableRow([
        ...cells.map((cell) => plain(textOfCell(cell))),
        ...(withIds ? [rowIds(cells).map(code).join(" ")] : []),
      ]),
    ),
    between: "\n",
    blockName: "rows",
  };
}
