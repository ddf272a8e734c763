// Kept resolutions that a head had no use for: expired ones, and those whose question is not asked there.

import type { PatchResult } from "../../model/patches/patch-result.ts";
import type { ResolutionFile } from "../../model/described/series.ts";
import { parseResolution } from "../../parse/patch/resolution.ts";

/** `name: why`, in the order of the names. */
export function unusedResolutions(
  files: readonly ResolutionFile[],
  results: readonly PatchResult[],
): string[] {
  const used = new Set(results.map(({ resolution }) => resolution?.name));
  const unused = files.filter(({ name }) => !used.has(name));
  return unused.map((file) => `${file.name}: ${whyNot(file, results)}`);
}

function whyNot({ text, expired }: ResolutionFile, results: readonly PatchResult[]): string {
  if (expired) return "expired";
  const resolution = parseResolution(text);
  if ("wrong" in resolution) return resolution.wrong;
  const result = results.find(({ patch }) => patch === resolution.patch)?.result;
  if (result === undefined) return `${resolution.patch} is not in the series`;
  return result === "conflict" || result === "blocked-by"
    ? "the patch or the head's lines are not those it was made for"
    : "nothing is in the way here";
}
