// Cells that did not pass in every boot, for a terminal.

import type { RunRecord } from "../../model/record/run-record.ts";
import { cellTitle, tallyOf } from "../facts/matrix.ts";
import { failedAttempts, unstableCells } from "../facts/unstable.ts";
import { oneLine } from "../safe/visible-text.ts";

/** Empty where every boot was like the other. */
export function unstableText(run: RunRecord): string {
  const cells = unstableCells(run);
  if (!cells.length) return "";
  const lines = cells.flatMap((cell) => {
    const title = oneLine(cellTitle(cell, run));
    const boots = failedAttempts(cell).map((words) => `      ${oneLine(words, 90)}`);
    return [`${title}: did not pass in ${tallyOf(cell)} boots`, boots];
  });
  return ["Unstable", ...lines.flat()].join("\n");
}
