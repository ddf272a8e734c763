// Change logs: there is one, its lines are short, it speaks in the imperative.

import { pluralize } from "../model/pluralize.ts";
import { type PatchRule, resultIn } from "./rule.ts";
import { labelOf, type PostedPatch, type PostedSeries } from "./posted-series.ts";

const widest = 75;

export const changeLogs: PatchRule<PostedSeries> = {
  check: "change-logs",
  rule: `Each patch has a change log of its own, wrapped at ${widest} columns, in imperative mood.`,
  source:
    'Documentation/process/submitting-patches.rst, "Describe your changes" and "Explanation Body"',
  see: (series) =>
    resultIn(
      series.patches.flatMap((patch) =>
        faultsOf(patch).map((fault) => `${labelOf(patch, series)}: ${fault}`),
      ),
      pluralize(series.patches.length, "change log"),
    ),
};

function faultsOf({ prose }: PostedPatch): string[] {
  if (!prose.some((line) => line.trim())) return ["there is no change log"];
  const wide = prose.filter((line) => line.length > widest && mayBeWrapped(line));
  const thisPatch = prose.filter((line) => /\b[Tt]his (?:patch|commit|series)\b/.test(line));
  return [
    ...wide.map((line) => `${line.length} columns: ${line}`),
    ...thisPatch.map((line) => `"make xyzzy do frotz", not "this patch makes": ${line}`),
  ];
}

/** An address, a quoted line of output, an old commit's name: cut, they say nothing. */
function mayBeWrapped(line: string): boolean {
  return line.trim().includes(" ") && !/^(?:\s|>|\[|.*https?:\/\/)/.test(line);
}
