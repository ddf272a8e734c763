// What a kept resolution is found by.

import { type Digest, digestOfValue } from "../../model/digest.ts";
import type { Hunk } from "../../parse/patch/patched-file.ts";
import type { Answer } from "../../parse/patch/resolution.ts";
import { oldLines } from "../apply/apply-hunks.ts";

/**
 * Digest of a patch's hunk without line numbers and blob ids, and of the head's lines that it was in conflict with.
 * Other lines in either are another question, and the answer to this one is not theirs.
 */
export function resolutionKey(hunk: Hunk, { hunks }: Pick<Answer, "hunks">): Digest {
  return digestOfValue({ hunk: hunk.lines, head: hunks.map(oldLines) });
}
