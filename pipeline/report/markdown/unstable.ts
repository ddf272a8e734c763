// Cells that did not pass in every boot, as a section of a summary.

import type { RunRecord } from "../../model/record/run-record.ts";
import { cellTitle, tallyOf } from "../facts/matrix.ts";
import { failedAttempts, unstableCells } from "../facts/unstable.ts";
import type { Section } from "../safe/markdown-budget.ts";
import { plain } from "../safe/markdown-escape.ts";

export function unstableSection(run: RunRecord): Section {
  const blocks = unstableCells(run).map((cell) => {
    const boots = failedAttempts(cell).map((words) => `  - ${plain(words)}`);
    const title = plain(cellTitle(cell, run));
    return [`- ${title}: did not pass in ${tallyOf(cell)} boots`, ...boots].join("\n");
  });
  return { title: "Unstable", blocks, between: "\n", blockName: "cells" };
}
