// The two lines that a bisection goes along: the patches of a series on one head, the commits between two heads.

import type { Axis } from "../../model/search/bisect-square.ts";
import { pinInWords } from "../../model/described/head.ts";
import { parsePatch } from "../../parse/patch/patch.ts";
import type { BisectCase } from "./bisect-case.ts";
import type { Commit } from "./first-parents.ts";
import type { TrialRunner } from "./trial-runner.ts";
import type { Line } from "./search.ts";

/** On the new head, but where that fails without the series too. */
export function patchLine(
  { series, head, heads }: BisectCase,
  runner: TrialRunner,
  axis: Axis,
): Line {
  const pin = axis === "each" ? heads.from : heads.to;
  const { patches, series: name } = series;
  const of = patches.length;
  return {
    of: "patches",
    where: `${name} on ${head} (${pinInWords(pin)})`,
    points: [
      "no patch",
      ...patches.map(({ name: file, text }, at) => {
        const subject = parsePatch(text)?.subject;
        return `patch ${at + 1}/${of} (${subject || file})`;
      }),
    ],
    try: async (point) => runner.try(point ? { head, pin, series, patches: point } : { head, pin }),
  };
}

/** With what fails there: whatever was there before, or, where that does not, the series as it is now. */
export function commitLine(
  about: BisectCase,
  runner: TrialRunner,
  commits: readonly Commit[],
  axis: Axis,
): Line {
  const { head, tried } = about;
  const together = axis === "together";
  const { pin: _, ...what } = together ? tried.now : tried.head;
  return {
    of: "commits",
    where: `${head} with ${what.series ? about.series.series : "no patch"}`,
    points: commits.map(({ pin, subject }) => `commit ${pin.commit.slice(0, 12)} (${subject})`),
    // Where the head is not to blame alone, a commit on which it fails by itself proves nothing.
    try: async (point) =>
      runner.try({ ...what, pin: commits[point]?.pin ?? tried.now.pin }, !together),
  };
}
