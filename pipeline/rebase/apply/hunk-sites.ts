// Where the hunks of a patch stand: in the file they were written on, and in the head's before they were applied.

import type { Hunk, PatchedFile } from "../../parse/patch/patched-file.ts";
import { imageOf, oldLines, placeOf, put, textOf } from "./apply-hunks.ts";
import { lineMap, type Span, spanIn } from "./line-map.ts";

/** Lines of the base and of the head that belong together, counted from 0. */
export type Pair = { readonly base: Span; readonly head: Span };

export type HunkSite = {
  readonly hunk: Hunk;
  /** All its old lines. */
  readonly whole: Pair;
  /** Each run of lines that it takes out; an empty span where it only adds. */
  readonly changes: readonly Pair[];
};

/** One file as the patch was written on it, in the head, and there with the patch: bytes, one character each. */
export type FileTexts = {
  readonly base: string;
  readonly head: string;
  readonly result: string;
};

/**
 * The hunks in `hunks` (those that were not there already), by the rules of git apply; by what became of the base's
 * lines where that is not how the head's file came about: git am -3 merged it.
 */
export function hunkSites(file: PatchedFile, hunks: readonly Hunk[], texts: FileTexts): HunkSite[] {
  const [base, head] = [placed(texts.base, file.hunks), placed(texts.head, hunks)];
  const applied = head.text === texts.result;
  const { lines } = imageOf(texts.head);
  const map = applied ? [] : lineMap(imageOf(texts.base).lines, lines);
  return hunks.map((hunk) => {
    const start = base.starts.get(hunk) ?? Math.max(hunk.oldStart - 1, 0);
    const there = applied ? head.starts.get(hunk) : undefined;
    const pair = ([from, to]: Span): Pair => {
      const span: Span = [start + from, start + to];
      const found: Span =
        there === undefined ? spanIn(map, span, lines.length) : [there + from, there + to];
      return { base: span, head: found };
    };
    const whole = pair([0, oldLines(hunk).length]);
    return { hunk, whole, changes: changesOf(hunk).map(pair) };
  });
}

/** Per hunk the index of its first old line in the text as it was; the text as it becomes. */
function placed(text: string, hunks: readonly Hunk[]) {
  const image = imageOf(text);
  const starts = new Map<Hunk, number>();
  const grown: { at: number; by: number }[] = [];
  for (const hunk of hunks) {
    const at = placeOf(image, hunk);
    if (at === undefined) continue;
    const above = grown.filter((one) => one.at < at).reduce((sum, { by }) => sum + by, 0);
    starts.set(hunk, at - above);
    put(image, at, hunk);
    grown.push({ at, by: hunk.lines.length - 2 * count(hunk, "-") - count(hunk, " ") });
  }
  return { starts, text: textOf(image) };
}

function count({ lines }: Hunk, sign: string): number {
  return lines.filter((line) => line[0] === sign).length;
}

/** Offsets among the hunk's old lines. */
function changesOf({ lines }: Hunk): Span[] {
  const changes: Span[] = [];
  let [old, inside] = [0, false];
  for (const line of lines) {
    const isChange = line[0] !== " ";
    if (isChange && !inside) changes.push([old, old]);
    if (line[0] !== "+") old += 1;
    const last = changes.at(-1);
    if (isChange && last) changes.splice(-1, 1, [last[0], old]);
    inside = isChange;
  }
  return changes;
}
