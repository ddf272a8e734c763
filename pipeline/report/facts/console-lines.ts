// A console as numbered lines. They are counted as the judge counts them: from 1, split at line feeds, carriage returns dropped.

export type ConsoleLine = { readonly number: number; readonly text: string };

/** The first is line 1. */
export function consoleLines(text: string): string[] {
  const lines = text.replaceAll("\r", "").split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

/** The deciding line with 4 before and 8 after it; nothing where the text has no such line. */
export function decidingLines(text: string, deciding: number): ConsoleLine[] {
  const lines = consoleLines(text);
  if (deciding < 1 || deciding > lines.length) return [];
  const from = Math.max(1, deciding - 4);
  return lines
    .slice(from - 1, deciding + 8)
    .map((line, index) => ({ number: from + index, text: line }));
}
