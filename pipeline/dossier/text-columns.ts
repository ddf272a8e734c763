// Rows of text in columns, for a mail: at most 75 columns wide.

import { fitted, padded, widestOf } from "../report/safe/text-columns.ts";
import { oneLine } from "../report/safe/visible-text.ts";

const [indent, gap] = ["  ", "  "];
const mailColumns = 75;

/** `right`: the columns that are set to the right. Where a row would be too wide, its first text is cut. */
export function textColumns(
  rows: readonly (readonly string[])[],
  right: ReadonlySet<number> = new Set(),
): string[] {
  const others = rows.reduce((most, [, ...row]) => Math.max(most, row.length), 0);
  const widths = Array.from({ length: others }, (_, at) =>
    widestOf(rows.map((row) => row[at + 1] ?? "")),
  );
  const taken = widths.reduce((sum, width) => sum + gap.length + width, indent.length);
  const room = Math.max(8, mailColumns - taken);
  const names = rows.map(([name = ""]) => fitted(oneLine(name), room));
  const first = widestOf(names);
  return rows.map(([, ...row], at) => {
    const cells = row.map((text, column) =>
      padded(text, widths[column] ?? 0, right.has(column + 1) ? "right" : "left"),
    );
    return `${indent}${[padded(names[at] ?? "", first), ...cells].join(gap)}`.trimEnd();
  });
}
