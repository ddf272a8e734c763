// Rows of text in columns, for a mail: at most 75 columns wide.

import { oneLine } from "../report/visible-text.ts";

const [indent, gap] = ["  ", "  "];
const mailColumns = 75;

/** `right`: the columns that are set to the right. Where a row would be too wide, its first text is cut. */
export function textColumns(
  rows: readonly (readonly string[])[],
  right: ReadonlySet<number> = new Set(),
): string[] {
  const others = rows.reduce((most, [, ...row]) => Math.max(most, row.length), 0);
  const widths = Array.from({ length: others }, (_, at) =>
    Math.max(...rows.map((row) => row[at + 1]?.length ?? 0)),
  );
  const taken = widths.reduce((sum, width) => sum + gap.length + width, indent.length);
  const names = rows.map(([name = ""]) => oneLine(name, Math.max(8, mailColumns - taken)));
  const first = Math.max(...names.map(({ length }) => length));
  return rows.map(([, ...row], at) => {
    const cells = row.map((text, column) =>
      right.has(column + 1) ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0),
    );
    return `${indent}${[(names[at] ?? "").padEnd(first), ...cells].join(gap)}`.trimEnd();
  });
}
