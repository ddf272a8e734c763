// Patch by patch: how each series fared on each head, then the reasons.

import type { RunRecord } from "../../model/record/run-record.ts";
import { earlyWarnings } from "../facts/early-warnings.ts";
import type { Section } from "../safe/markdown-budget.ts";
import { code, fenced, plain, tableHead, tableRow } from "../safe/markdown-escape.ts";
import { type PatchMatrix, patchMatrices, type PatchRow } from "../facts/patch-matrix.ts";
import { patchDiffs, patchReasons, patchWord } from "../facts/patch-words.ts";

const maxReasons = 20;
/** Lines of a diff; run.json has all of them. */
const maxDiff = 60;

export function seriesSection(run: RunRecord): Section {
  const warnings = earlyWarnings(run).map((one) => `- ${plain(one, 1000)}`);
  return {
    title: "Patches",
    ...(warnings.length ? { intro: warnings.join("\n") } : {}),
    blocks: patchMatrices(run).map(seriesBlock),
    between: "\n\n",
    blockName: "tables",
  };
}

function seriesBlock(matrix: PatchMatrix): string {
  const { series, heads, rows, untried, unused, notAsked } = matrix;
  const table = rows.map(({ patch, subject, results }) =>
    tableRow([
      code(patch),
      plain(subject),
      ...results.map((one) => (one ? plain(patchWord(one)) : "not tried")),
    ]),
  );
  const names = heads.map((head) => plain(head));
  const why = untried.map(
    (one) => `Not tried on ${plain(one.heads.join(", "))}: ${plain(one.why, 1000)}.`,
  );
  const stale = unused.map((one) => `Unused resolution: ${plain(one, 1000)}`);
  const left = notAsked.map((one) => plain(one, 1000));
  const reasons = rows.flatMap((row) => rowReasons(row, matrix));
  const parts = rows.length
    ? [[tableHead(["patch", "subject", ...names]), ...table].join("\n")]
    : [];
  return [`### ${plain(series)}`, ...parts, ...why, ...stale, ...left, reasons.join("\n")]
    .filter(Boolean)
    .join("\n\n");
}

function rowReasons({ patch, results }: PatchRow, { heads }: PatchMatrix): string[] {
  return results.flatMap((result, at) => {
    const reasons = result ? patchReasons(result) : [];
    if (!result || !reasons.length) return [];
    const shown = reasons.slice(0, maxReasons).map((one) => `  - ${plain(one, 500)}`);
    const more = reasons.length - shown.length;
    const where = `- ${code(patch)} on ${plain(heads[at] ?? "")}: ${plain(patchWord(result))}`;
    const left = more > 0 ? [`  - and ${more} more`] : [];
    const diffs = patchDiffs(result).map((lines) => `\n${fenced(lines.slice(0, maxDiff), 120)}\n`);
    return [where, ...shown, ...left, ...diffs];
  });
}
