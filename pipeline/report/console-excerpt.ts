// What a page shows of a console: its end, and the line that decided with what stands around it.
// Lines are counted as the judge counts them: from 1, split at line feeds, carriage returns dropped.

export type ConsoleLine = { readonly number: number; readonly text: string };

export type ConsoleExcerpt = {
  /** Runs of neighbouring lines, in order; between two of them lines were left out. */
  readonly runs: readonly (readonly ConsoleLine[])[];
  readonly total: number;
  readonly leftOut: number;
};

const endLines = 200;
const around = 20;

/** The last 200 lines, and `deciding` with 20 lines on either side. */
export function consoleExcerpt(text: string, deciding?: number): ConsoleExcerpt {
  const lines = linesOf(text);
  const decision = deciding === undefined ? [] : [nearby(deciding, lines.length)];
  const end = { from: Math.max(1, lines.length - endLines + 1), to: lines.length };
  const joined = joinedRuns([...decision, end].filter(({ from, to }) => from <= to));
  const shown = joined.map((span) => numbered(lines, span));
  const count = shown.reduce((sum, run) => sum + run.length, 0);
  return { runs: shown, total: lines.length, leftOut: lines.length - count };
}

/** The deciding line with 4 before and 8 after it; nothing where the text has no such line. */
export function decidingLines(text: string, deciding: number): ConsoleLine[] {
  const lines = linesOf(text);
  if (deciding < 1 || deciding > lines.length) return [];
  const from = Math.max(1, deciding - 4);
  return numbered(lines, { from, to: Math.min(lines.length, deciding + 8) });
}

function linesOf(text: string): string[] {
  const lines = text.split("\n").map((line) => line.replaceAll("\r", ""));
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

type Span = { readonly from: number; readonly to: number };

function nearby(line: number, total: number): Span {
  // A number that no line of this text has decides nothing here.
  if (line < 1 || line > total) return { from: 1, to: 0 };
  return { from: Math.max(1, line - around), to: Math.min(total, line + around) };
}

/** `spans` holds the deciding line's first, then the end: two that touch become one. */
function joinedRuns(spans: readonly Span[]): Span[] {
  const [first, second] = spans;
  if (!first || !second) return [...spans];
  if (first.to + 1 < second.from) return [first, second];
  return [{ from: Math.min(first.from, second.from), to: Math.max(first.to, second.to) }];
}

function numbered(lines: readonly string[], { from, to }: Span): ConsoleLine[] {
  return lines.slice(from - 1, to).map((text, index) => ({ number: from + index, text }));
}
