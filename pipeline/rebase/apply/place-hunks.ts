// Where the hunks of one file stand in a text: still to be applied, landed already, or neither. Pure.

import type { HunkPlace } from "../../model/patches/patch-result.ts";
import type { Hunk } from "../../parse/patch/patched-file.ts";
import { type Image, imageOf, newLines, placeOf, put, reversed, textOf } from "./apply-hunks.ts";

type PlacedHunk = Pick<HunkPlace, "state" | "drift">;

export type PlacedHunks = {
  readonly placed: readonly PlacedHunk[];
  /** With the hunks on it that apply. */
  readonly text: string;
};

/** `text`: bytes, one character each. */
export function placeHunks(text: string, hunks: readonly Hunk[]): PlacedHunks {
  const image = imageOf(text);
  let drift = 0;
  const placed = hunks.map((hunk): PlacedHunk => {
    const expected = Math.max(0, hunk.newStart - 1);
    const found = placedIn(image, hunk, expected + drift);
    if (found.at === undefined) return { state: "conflict" };
    drift = found.at - expected;
    return found.state === "applies" ? { state: "applies", drift } : { state: "landed" };
  });
  return { placed, text: textOf(image) };
}

/**
 * A hunk may apply and reverse-apply in one text, where its lines stand there more than once. Then the place nearer to
 * where it is expected counts; with both as near it has not landed, for what is taken for landed may be dropped.
 */
function placedIn(image: Image, hunk: Hunk, expected: number) {
  const there = placeOf(image, hunk);
  const landed = landedAt(image, hunk, expected);
  const away = (at: number): number => Math.abs(at - expected);
  if (landed !== undefined && (there === undefined || away(landed) < away(there))) {
    image.patched.fill(true, landed, landed + newLines(hunk).length);
    return { state: "landed", at: landed } as const;
  }
  if (there !== undefined) put(image, there, hunk);
  return { state: "applies", at: there } as const;
}

/**
 * Where all of its new lines stand. Of a hunk that only takes lines away nothing but context is left to be seen: that
 * must stand where it is expected, or nowhere else.
 */
function landedAt(image: Image, hunk: Hunk, expected: number): number | undefined {
  const lines = newLines(hunk);
  if (!lines.length && image.lines.length) return undefined;
  const at = placeOf(image, { ...reversed(hunk), newStart: expected + 1 });
  if (at === undefined || at === expected || hunk.lines.some((line) => line.startsWith("+")))
    return at;
  return occurrences(image, lines) === 1 ? at : undefined;
}

function occurrences(image: Image, lines: readonly string[]): number {
  return image.lines.filter((_, at) => lines.every((line, n) => image.lines[at + n] === line))
    .length;
}
