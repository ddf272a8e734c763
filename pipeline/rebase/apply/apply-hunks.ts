// Hunks onto the text of one file, by the rules of git-apply(1): any offset, no fuzz, no white space forgiven.

import type { Hunk } from "../../parse/patch/patched-file.ts";

export type AppliedHunks = {
  readonly text: string;
  /** Per hunk: lines between where its header says and where it went; negative towards the top. */
  readonly drifts: readonly number[];
};

/** Undefined where one of them finds no place. `text`: bytes, one character each. */
export function applyHunks(text: string, hunks: readonly Hunk[]): AppliedHunks | undefined {
  const image = imageOf(text);
  const drifts: number[] = [];
  for (const hunk of hunks) {
    const at = placeOf(image, hunk);
    if (at === undefined) return undefined;
    drifts.push(at - expectedAt(hunk));
    put(image, at, hunk);
  }
  return { text: textOf(image), drifts };
}

/** A file's lines while it is being patched; what a hunk has written no later hunk may match (git's LINE_PATCHED). */
export type Image = { readonly lines: string[]; readonly patched: boolean[] };

export function imageOf(text: string): Image {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  return { lines, patched: Array.from({ length: lines.length }, () => false) };
}

export function textOf({ lines }: Image): string {
  return lines.join("");
}

/** The hunk with its sides exchanged: what takes it out again. */
export function reversed(hunk: Hunk): Hunk {
  const swap: Readonly<Record<string, string>> = { "+": "-", "-": "+" };
  return {
    header: hunk.header,
    oldStart: hunk.newStart,
    newStart: hunk.oldStart,
    lines: hunk.lines.map((line) => (swap[line[0] ?? ""] ?? " ") + line.slice(1)),
  };
}

/** Index of the line where its old lines stand, nearest to where it says, or undefined. */
export function placeOf(image: Image, hunk: Hunk): number | undefined {
  const old = oldLines(hunk);
  const { length } = image.lines;
  const [atTop, atBottom] = [hunk.oldStart <= 1, !hunk.lines.at(-1)?.startsWith(" ")];
  if (atTop) return matches(image, old, 0, atBottom) ? 0 : undefined;
  if (atBottom) {
    const at = length - old.length;
    return matches(image, old, at, true) ? at : undefined;
  }
  const from = Math.min(expectedAt(hunk), length);
  for (let away = 0; away <= length; away += 1) {
    // git looks ahead before it looks behind.
    if (matches(image, old, from + away, false)) return from + away;
    if (away && matches(image, old, from - away, false)) return from - away;
  }
}

/** Writes the hunk's new lines over its old ones. */
export function put(image: Image, at: number, hunk: Hunk): void {
  const fresh = newLines(hunk);
  const count = oldLines(hunk).length;
  image.lines.splice(at, count, ...fresh);
  image.patched.splice(at, count, ...fresh.map(() => true));
}

export function oldLines({ lines }: Hunk): string[] {
  return lines.filter((line) => line[0] !== "+").map((line) => line.slice(1));
}

export function newLines({ lines }: Hunk): string[] {
  return lines.filter((line) => line[0] !== "-").map((line) => line.slice(1));
}

function expectedAt({ newStart }: Hunk): number {
  return newStart ? newStart - 1 : 0;
}

function matches(image: Image, old: readonly string[], at: number, toEnd: boolean): boolean {
  const end = at + old.length;
  if (at < 0 || end > image.lines.length || (toEnd && end !== image.lines.length)) return false;
  return old.every((line, n) => image.lines[at + n] === line && !image.patched[at + n]);
}
