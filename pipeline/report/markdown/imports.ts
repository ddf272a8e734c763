// Results that somebody else brought, as a section of a summary.

import type { RunRecord } from "../../model/record/run-record.ts";
import { importLines } from "../facts/imported-results.ts";
import type { Section } from "../safe/markdown-budget.ts";
import { plain } from "../safe/markdown-escape.ts";

export function importsSection(run: RunRecord): Section {
  const blocks = importLines(run).map((line) => `- ${plain(line, 1000)}`);
  return { title: "Imported results", blocks, between: "\n", blockName: "results" };
}
