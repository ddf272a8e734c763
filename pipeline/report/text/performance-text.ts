// What a run measured, for a terminal.

import type { RunRecord } from "../../model/record/run-record.ts";
import { type FigureTable, rowIds, textOfCell } from "../cost/figure-table.ts";
import { performanceOf } from "../cost/performance.ts";
import { padded, widestOf } from "../safe/text-columns.ts";
import { oneLine } from "../safe/visible-text.ts";
import { withoutCommands } from "../safe/workflow-commands.ts";

const gap = "  ";

/** Empty where nothing was measured; else ends with a line feed. Names are hostile text. */
export function performanceText(run: RunRecord): string {
  const performance = performanceOf(run);
  if (!performance) return "";
  return tablesText(performance.tables, performance.notes);
}

/** Row ids are cut to the shortest that tell them apart, as git does it with commits. */
export function tablesText(tables: readonly FigureTable[], notes: readonly string[]): string {
  const ids = tables.flatMap(({ rows }) => rows.flatMap(rowIds));
  const length = idLength(new Set(ids));
  const blocks = tables.map((table) => tableText(table, length));
  return withoutCommands(
    `${[...blocks, ...notes.map((note) => oneLine(note, 600))].join("\n\n")}\n`,
  );
}

function idLength(ids: ReadonlySet<string>): number {
  const enough = [4, 5, 6, 7, 8, 9, 10, 11].find(
    (length) => new Set([...ids].map((id) => id.slice(0, length))).size === ids.size,
  );
  return enough ?? 12;
}

function tableText({ title, columns, rows, notes = [] }: FigureTable, length: number): string {
  const withIds = rows.some((cells) => rowIds(cells).length);
  const head = [...columns.map(({ name }) => name), ...(withIds ? ["rows"] : [])];
  const body = rows.map((cells) => [
    ...cells.map((cell) => oneLine(textOfCell(cell), 60)),
    ...(withIds
      ? [
          rowIds(cells)
            .map((id) => id.slice(0, length))
            .join(" "),
        ]
      : []),
  ]);
  const widths = head.map((_, at) => widestOf([head, ...body].map((line) => line[at] ?? "")));
  const lines = [head, ...body].map((line) =>
    line
      .map((text, at) => padded(text, widths[at] ?? 0, columns[at]?.number ? "right" : "left"))
      .join(gap)
      .trimEnd(),
  );
  return [oneLine(title), ...lines, ...notes.map((note) => oneLine(note, 600))].join("\n");
}
