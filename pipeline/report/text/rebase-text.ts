// The patch x head matrix for a terminal, at most 100 columns wide, and below it every reason.
// Names, subjects and commits are hostile text; the only escape sequences in the output are our own.

import { styleText } from "node:util";
import type { RunRecord } from "../../model/record/run-record.ts";
import { earlyWarnings } from "../facts/early-warnings.ts";
import type { TextStyle } from "./matrix-text.ts";
import { type PatchMatrix, patchMatrices, type PatchRow } from "../facts/patch-matrix.ts";
import {
  patchDiffs,
  type PatchLook,
  patchLook,
  patchReasons,
  patchWord,
} from "../facts/patch-words.ts";
import { fitted, padded, padding, widestOf } from "../safe/text-columns.ts";
import { cutText, oneLine } from "../safe/visible-text.ts";
import { withoutCommands } from "../safe/workflow-commands.ts";

const maxWidth = 100;
const maxReason = 400;
/** Lines of a diff; the reports have all of them. */
const maxDiff = 40;
const gap = "  ";

const colours: Readonly<Record<PatchLook, "green" | "yellow" | "dim" | "red">> = {
  pass: "green",
  notice: "yellow",
  skip: "dim",
  fail: "red",
  blocked: "yellow",
};

/** Ends with a line feed. Heads that do not fit beside each other follow below. */
export function rebaseText(run: RunRecord, { colour }: TextStyle): string {
  const series = patchMatrices(run).map((matrix) => seriesText(matrix, colour));
  const warnings = earlyWarnings(run).map((one) => `warning  ${oneLine(one, maxReason)}`);
  const parts = series.length ? series : ["No series was rebased."];
  return withoutCommands(`${[...parts, warnings.join("\n")].filter(Boolean).join("\n\n")}\n`);
}

function seriesText(matrix: PatchMatrix, colour: boolean): string {
  const { series, rows, untried } = matrix;
  const why = untried.map(
    (one) => `  not tried on ${oneLine(one.heads.join(", "), 80)}: ${oneLine(one.why, maxReason)}`,
  );
  const tables = rows.length ? headBlocks(matrix).map((heads) => table(matrix, heads, colour)) : [];
  const reasons = rows.flatMap((row) => rowReasons(row, matrix));
  const unused = matrix.unused.map((one) => `  unused resolution: ${oneLine(one, maxReason)}`);
  const left = matrix.notAsked.map((one) => `  ${oneLine(one, maxReason)}`);
  return [oneLine(series, 60), ...tables, ...why, ...reasons, ...unused, ...left].join("\n");
}

/** Indexes of heads that fit beside the subjects. */
function headBlocks(matrix: PatchMatrix): number[][] {
  const blocks: number[][] = [];
  let [block, width]: [number[], number] = [[], 0];
  for (const at of matrix.heads.keys()) {
    const own = columnWidth(matrix, at) + gap.length;
    if (block.length && width + own > maxWidth - 40) {
      blocks.push(block);
      [block, width] = [[], 0];
    }
    block.push(at);
    width += own;
  }
  return [...blocks, block];
}

function columnWidth({ heads, rows }: PatchMatrix, at: number): number {
  const words = rows.map(({ results }) => wordOf(results[at]));
  return widestOf([headName(heads[at]), ...words]);
}

function headName(head = ""): string {
  return fitted(oneLine(head), 24);
}

function wordOf(result: PatchRow["results"][number]): string {
  return result ? patchWord(result) : "not tried";
}

function table(matrix: PatchMatrix, heads: readonly number[], colour: boolean): string {
  const widths = heads.map((at) => columnWidth(matrix, at));
  const used = widths.reduce((sum, width) => sum + width + gap.length, gap.length);
  const names = matrix.rows.map((row) => oneLine(row.subject || row.patch));
  const room = Math.min(maxWidth - used, widestOf(names));
  const head = heads.map((at, n) => padded(headName(matrix.heads[at]), widths[n] ?? 0));
  const rows = matrix.rows.map((row, y) => {
    const cells = heads.map((at, n) => cell(row.results[at], widths[n] ?? 0, colour));
    return [padded(fitted(names[y] ?? "", room), room), ...cells];
  });
  const lines = [[" ".repeat(room), ...head], ...rows];
  return lines.map((line) => (gap + line.join(gap)).trimEnd()).join("\n");
}

function cell(result: PatchRow["results"][number], width: number, colour: boolean): string {
  const word = wordOf(result);
  if (!colour || !result) return padded(word, width);
  const styled = styleText(colours[patchLook(result)], word, { validateStream: false });
  return styled + padding(word, width);
}

function rowReasons({ patch, results }: PatchRow, { heads }: PatchMatrix): string[] {
  return results.flatMap((result, at) => {
    const reasons = result ? patchReasons(result) : [];
    if (!result || !reasons.length) return [];
    const where = `${oneLine(patch, 60)} on ${oneLine(heads[at] ?? "", 24)}: ${patchWord(result)}`;
    const diffs = patchDiffs(result).flatMap((lines) => lines.slice(0, maxDiff));
    return [
      `  ${where}`,
      ...reasons.map((one) => `    ${oneLine(one, maxReason)}`),
      ...diffs.map((line) => `      ${visibleLine(line)}`),
    ];
  });
}

/** A line of source as it stands, white space and all. */
function visibleLine(line: string): string {
  return cutText(Buffer.from(line, "latin1").toString().replaceAll("\t", "  "), 120);
}
