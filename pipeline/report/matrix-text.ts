// The matrix for a terminal: at most 100 columns wide, and below it what must be done, one line for each cell.
// Names and findings are hostile text; the only escape sequences in the output are our own.

import { styleText } from "node:util";
import type { RunCell, RunRecord } from "../model/run-record.ts";
import type { Verdict } from "../model/verdict.ts";
import { actorOf } from "./in-words.ts";
import { imageStatement, kernelImages } from "./kernel-images.ts";
import { cellTitle, type Matrix, type MatrixRow, matrixOf, verdictWords } from "./matrix.ts";
import { unstableText } from "./unstable.ts";
import { oneLine } from "./visible-text.ts";
import { withoutCommands } from "./workflow-commands.ts";

export type TextStyle = { readonly colour: boolean };

type Colour = "green" | "red" | "yellow" | "dim" | "bold";
/** A text that knows its width, so that colour does not disturb the columns. */
type Cell = { readonly text: string; readonly colour?: Colour };

const maxWidth = 100;
const maxLabel = 34;
const maxName = 24;
const maxFinding = 600;
const gap = "  ";
const indent = "      ";

const colours: Readonly<Record<Verdict, Colour>> = {
  pass: "green",
  fail: "red",
  "base-broken": "yellow",
  blocked: "yellow",
  skip: "dim",
  infra: "yellow",
  inconclusive: "yellow",
};

/** Ends with a line feed. A matrix that is too wide is set as several tables, one below the other. */
export function matrixText(run: RunRecord, { colour }: TextStyle): string {
  const matrix = matrixOf(run);
  if (!matrix.rows.length) return "No cell was judged.\n";
  const tables = columnBlocks(matrix).map((columns) => tableText(columns, colour));
  const wrong = run.cells.filter((cell) => cell.verdict !== "pass");
  const findings = wrong.map((cell) => findingLine(cell, matrix.severalFlavours, colour));
  return withoutCommands(
    `${[...tables, findings.join("\n"), notReproduced(run), unstableText(run)].filter(Boolean).join("\n\n")}\n`,
  );
}

/** Kernels of which a clean build gave other bytes, or did not end. */
function notReproduced(run: RunRecord): string {
  const images = kernelImages(run).filter(({ rebuilt }) =>
    rebuilt.some(({ result }) => result !== "same"),
  );
  return images
    .map((image) => {
      const names = image.rows
        .map((row) => `${row.head} ${row.series} (${row.flavour})`)
        .join(", ");
      return wrapped(oneLine(`kernel ${names}: ${imageStatement(image)}`, maxFinding), maxWidth);
    })
    .join("\n");
}

/** The label column, then as many platforms as fit; again for the rest. */
function columnBlocks(matrix: Matrix): Cell[][][] {
  const labels = labelColumn(matrix);
  const blocks: Cell[][][] = [];
  let block = [labels];
  for (const column of platformColumns(matrix)) {
    if (block.length > 1 && widthOf([...block, column]) > maxWidth) {
      blocks.push(block);
      block = [labels];
    }
    block.push(column);
  }
  return [...blocks, block];
}

function labelColumn({ rows, severalFlavours }: Matrix): Cell[] {
  return [{ text: "" }, ...rows.map((row) => ({ text: rowLabel(row, severalFlavours) }))];
}

function rowLabel({ head, series, flavour }: MatrixRow, severalFlavours: boolean): string {
  return oneLine([head, series, ...(severalFlavours ? [flavour] : [])].join(" "), maxLabel);
}

function platformColumns({ columns, rows }: Matrix): Cell[][] {
  return columns.map(({ platform }, index) => [
    { text: oneLine(platform, maxName), colour: "bold" },
    ...rows.map((row) => verdictCell(row.cells[index])),
  ]);
}

function verdictCell(cell: RunCell | undefined): Cell {
  if (!cell) return { text: "-", colour: "dim" };
  return { text: verdictWords(cell), colour: colours[cell.verdict] };
}

function widthOf(columns: readonly (readonly Cell[])[]): number {
  return columns.reduce((sum, column) => sum + columnWidth(column) + gap.length, -gap.length);
}

function columnWidth(column: readonly Cell[]): number {
  return Math.max(...column.map((cell) => cell.text.length));
}

function tableText(columns: readonly (readonly Cell[])[], colour: boolean): string {
  const height = columns[0]?.length ?? 0;
  const lines = Array.from({ length: height }, (_, row) =>
    columns
      .map((column) => padded(column[row] ?? { text: "" }, columnWidth(column), colour))
      .join(gap)
      .trimEnd(),
  );
  return lines.join("\n");
}

function padded(cell: Cell, width: number, colour: boolean): string {
  return painted(cell, colour) + " ".repeat(width - cell.text.length);
}

function painted({ text, colour: wanted }: Cell, colour: boolean): string {
  if (!colour || !wanted) return text;
  // Whether there is a terminal is the caller's question: this function asks nobody.
  return styleText(wanted, text, { validateStream: false });
}

/** `fail  sid base xen-pv-dom0: the series must act: what is wrong (console.log:412)`, wrapped to the width. */
function findingLine(cell: RunCell, severalFlavours: boolean, colour: boolean): string {
  const verdict = verdictWords(cell);
  const words = `${cellTitle(cell, severalFlavours)}: ${findingWords(cell)}`;
  const start = painted({ text: verdict, colour: colours[cell.verdict] }, colour);
  const shown = oneLine(withoutCommands(words), maxFinding);
  return start + wrapped(gap + shown, maxWidth - verdict.length);
}

function findingWords({ finding }: RunCell): string {
  if (!finding) return "no finding was recorded";
  const { fault, summary, line } = finding;
  const words = `${actorOf(fault)} must act: ${oneLine(summary)}`;
  if (!line) return words;
  const place = `${oneLine(line.in, maxName)}:${line.line}`;
  // The summary of a panic is the line that told of it.
  return line.text.includes(summary) ? `${words} (${place})` : `${words} (${place}: ${line.text})`;
}

/** The first line may be `first` wide, the others are indented. A word longer than a line is broken. */
function wrapped(text: string, first: number): string {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > roomFor(lines.length, first)) {
    const room = roomFor(lines.length, first);
    const blank = rest.lastIndexOf(" ", room);
    const end = blank > room / 2 ? blank : room;
    lines.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return [...lines, rest].join(`\n${indent}`);
}

function roomFor(line: number, first: number): number {
  // One less: a line that begins like a workflow command gets a blank.
  return line === 0 ? first : maxWidth - indent.length - 1;
}
