// What a bisection found, in sentences.

import type { Bisected, Trial, Trials } from "../../model/search/bisect.ts";
import type { Axis } from "../../model/search/bisect-square.ts";
import { oneLine } from "../safe/visible-text.ts";

export type Searched = {
  readonly of: "patches" | "commits" | "hypervisors";
  /** On which head, with which series. */
  readonly where: string;
  /** Their names, from what there was before on: `no patch`, `patch 1/3 (subject)`. */
  readonly points: readonly string[];
  readonly trials: Trials;
  readonly answer: Bisected;
};

export type BisectResult = {
  readonly series: string;
  readonly platform: string;
  readonly head: string;
  readonly metric?: string;
  readonly axis: Axis;
  /** The corners of the square, or its one side, each with what stood there. */
  readonly corners: readonly { readonly what: string; readonly trial: Trial }[];
  readonly searches: readonly Searched[];
  /** Why there is no search although one was expected. */
  readonly notes: readonly string[];
};

export function bisectText(result: BisectResult): string {
  const { corners, searches, notes } = result;
  const lines = [
    ...corners.map((corner) => trialLine(corner.what, corner.trial)),
    axisSentence(result),
    ...searches.map((search) => searchSentence(result, search)),
    ...notes,
  ];
  return `${lines.map((line) => oneLine(line, 1000)).join("\n")}\n`;
}

/** `bare-q35, sid+s, patch 2/3: good: it passes; console 0123456789ab` */
export function trialLine(what: string, { verdict, words, evidence }: Trial): string {
  return `${what}: ${verdict}: ${words}${evidenceWords(evidence)}`;
}

export function bisectJson({ searches, ...result }: BisectResult): string {
  const shown = searches.map(({ trials, ...search }) =>
    Object.assign(search, {
      trials: [...trials].map(([point, trial]) => Object.assign({ point }, trial)),
    }),
  );
  return `${JSON.stringify({ ...result, searches: shown }, undefined, 2)}\n`;
}

function axisSentence({ axis, metric, platform, series, head }: BisectResult): string {
  const does = metric === undefined ? "fails" : `costs more in ${metric}`;
  const on = `on ${platform}`;
  switch (axis) {
    case "never":
      return `${series} on ${head} ${metric === undefined ? "passes" : `does not cost more in ${metric}`} ${on}: there is nothing to search for.`;
    case "always":
      return `The old state also ${does} ${on}: the cause is older.`;
    case "unknown":
      return `The cause could not be determined: a combination of old and new could not be tried ${on}.`;
    case "head":
      return `The head ${does} ${on}, with the old series too.`;
    case "series":
      return `The series ${does} ${on}.`;
    case "hypervisor":
      return `It ${does} ${on} under one hypervisor, and the same kernel passes under another.`;
    case "each":
      return `The head by itself ${does} ${on}, and so does the series.`;
    case "together":
      return `Neither the head nor the series alone ${does} ${on}; only the two together.`;
  }
}

function searchSentence(result: BisectResult, search: Searched): string {
  const { points, answer, where, trials } = search;
  const name = (at: number): string => points[at] ?? "";
  switch (answer.found) {
    case "first":
      return firstSentence(result, search, answer);
    case "never":
      return `${where}: ${name(points.length - 1)} is good.`;
    case "always":
      return `${where}: ${name(0)} is bad already: ${trials.get(0)?.words ?? ""}.`;
    case "unknown":
      return `${where}: ${name(answer.at)} could not be tried: ${trials.get(answer.at)?.words ?? ""}.`;
  }
}

function firstSentence(
  { platform, metric }: BisectResult,
  { of, where, points, trials }: Searched,
  { first, good, again }: Extract<Bisected, { found: "first" }>,
): string {
  const does = metric === undefined ? "fails" : `costs more in ${metric}`;
  const [bad, before] = [trials.get(first), trials.get(good)];
  const skipped = first - good - 1;
  const found = skipped
    ? `${points[first]}, or one of the ${of} before it that could not be tried (${skipped}), is`
    : `${points[first]} is`;
  const later = again.length
    ? ` It is not the only change: ${again.map((at) => points[at]).join(", ")} is good again.`
    : "";
  const seen = `${bad?.words ?? ""}; ${points[good]}: ${before?.words ?? ""}`;
  const evidence = [...new Set([...(bad?.evidence ?? []), ...(before?.evidence ?? [])])];
  return `${where}: ${found} the first that ${does} on ${platform}: ${seen}${evidenceWords(evidence)}.${later}`;
}

function evidenceWords(evidence: Trial["evidence"]): string {
  return evidence.length
    ? `; evidence ${evidence.map((digest) => digest.slice(0, 12)).join(", ")}`
    : "";
}
