// The matrix for a terminal: at most 100 columns wide, and below it what must be done, one line for each cell.
// Names and findings are hostile text; the only escape sequences in the output are our own.

import { styleText } from "node:util";
import type { RunCell, RunRecord } from "../../model/record/run-record.ts";
import type { Verdict } from "../../model/judge/verdict.ts";
import { actorOf } from "../facts/in-words.ts";
import { imageStatement, kernelImages } from "../facts/kernel-images.ts";
import {
  cellTitle,
  type Matrix,
  type MatrixKernel,
  matrixOf,
  verdictWords,
} from "../facts/matrix.ts";
import { onlyUnder } from "../facts/only-under.ts";
import { remadeStatements } from "../facts/remade-steps.ts";
import { type ReusedBoots, reusedBoots } from "../facts/reused-boots.ts";
import { padding, widestOf } from "../safe/text-columns.ts";
import { unstableText } from "./unstable-text.ts";
import { oneLine } from "../safe/visible-text.ts";
import { withoutCommands } from "../safe/workflow-commands.ts";

export type TextStyle = { readonly colour: boolean };

type Colour = "green" | "red" | "yellow" | "dim" | "bold";
/** A text that knows its width, so that colour does not disturb the columns. */
type Cell = { readonly text: string; readonly colour?: Colour };
type Row = readonly Cell[];

const maxWidth = 100;
const maxName = 24;
const maxPlatform = 40;
const maxFinding = 600;
const gap = "  ";
const indent = "      ";

export const verdictColours: Readonly<Record<Verdict, Colour>> = {
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
  if (!matrix.groups.length) return "No cell was judged.\n";
  const reused = reusedBoots(run);
  const tables = columnBlocks(matrix, reused).map((rows) => tableText(rows, colour));
  const wrong = run.cells.filter((cell) => cell.verdict !== "pass");
  const findings = wrong.map((cell) => findingLine(cell, run, colour));
  const parts = [
    ...tables,
    reused.sentence,
    findings.join("\n"),
    notReproduced(run),
    remadeStatements(run)
      .map((words) => wrapped(oneLine(words, maxFinding), maxWidth))
      .join("\n"),
    unstableText(run),
  ];
  return withoutCommands(`${parts.filter(Boolean).join("\n\n")}\n`);
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

/** The platforms, then as many kernels as fit; again for the rest. */
function columnBlocks(matrix: Matrix, reused: ReusedBoots): Row[][] {
  const rows = tableRows(matrix, reused);
  const widths = matrix.kernels.map((_, at) =>
    widestOf(rows.map((row) => row[at + 1]?.text ?? "")),
  );
  const labels = widestOf(rows.map((row) => row[0]?.text ?? ""));
  const blocks: number[][] = [];
  let room = 0;
  for (const [at, width] of widths.entries()) {
    room -= gap.length + width;
    if (room < 0) {
      blocks.push([]);
      room = maxWidth - labels - gap.length - width;
    }
    blocks.at(-1)?.push(at + 1);
  }
  return blocks.map((block) => rows.map((row) => [0, ...block].flatMap((at) => row[at] ?? [])));
}

/** The kernels' names, then the platforms below the name of their group. */
function tableRows({ kernels, groups, severalHeads }: Matrix, reused: ReusedBoots): Row[] {
  const names = kernels.map((kernel) => ({
    text: kernelName(kernel, severalHeads),
    colour: "bold" as const,
  }));
  const bodies = groups.flatMap(({ name, platforms }): Row[] => [
    [{ text: name, colour: "bold" }],
    ...platforms.map(({ platform, flavour, cells }) => [
      { text: `  ${oneLine([platform, flavour].filter(Boolean).join(" "), maxPlatform)}` },
      ...cells.map((cell) => verdictCell(cell, reused)),
    ]),
  ]);
  return [[{ text: "" }, ...names], ...bodies];
}

function kernelName({ head, series }: MatrixKernel, severalHeads: boolean): string {
  return oneLine(severalHeads ? `${head} ${series}` : series, maxName);
}

function verdictCell(cell: RunCell | undefined, { mark }: ReusedBoots): Cell {
  if (!cell) return { text: "-", colour: "dim" };
  const text = [verdictWords(cell), mark(cell) && `(${mark(cell)})`].filter(Boolean).join(" ");
  return { text, colour: verdictColours[cell.verdict] };
}

function tableText(rows: readonly Row[], colour: boolean): string {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, at) =>
    widestOf(rows.map((row) => (row.length > 1 ? (row[at]?.text ?? "") : ""))),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, at) => painted(cell, colour) + padding(cell.text, widths[at] ?? 0))
      .join(gap)
      .trimEnd(),
  );
  return lines.join("\n");
}

function painted({ text, colour: wanted }: Cell, colour: boolean): string {
  if (!colour || !wanted) return text;
  // The caller decides whether there is a terminal: this function does not check.
  return styleText(wanted, text, { validateStream: false });
}

/** `fail  sid base xen-pv-dom0: the series must act: what is wrong (console.log:412)`, wrapped to the width. */
function findingLine(cell: RunCell, run: RunRecord, colour: boolean): string {
  const verdict = verdictWords(cell);
  const found = [findingWords(cell), onlyUnder(cell, run)].filter(Boolean).join(". ");
  const words = `${cellTitle(cell, run)}: ${found}`;
  const start = painted({ text: verdict, colour: verdictColours[cell.verdict] }, colour);
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
