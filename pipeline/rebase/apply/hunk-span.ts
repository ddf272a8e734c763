// Which lines of a file a hunk is about.

import type { Hunk } from "../../parse/patch/patched-file.ts";
import { imageOf, oldLines, placeOf } from "./apply-hunks.ts";
import type { Span } from "./line-map.ts";

/**
 * In the text its patch was written on. Where its old lines really stand: queues that are carried for years apply to
 * their own base at other lines than their headers say. Where the header says if they stand nowhere.
 */
export function hunkSpan(text: string, hunk: Hunk): Span {
  const untouched = { ...hunk, newStart: hunk.oldStart };
  const from = placeOf(imageOf(text), untouched) ?? Math.max(hunk.oldStart - 1, 0);
  return [from, from + oldLines(hunk).length];
}
