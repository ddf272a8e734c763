// A run as a GitHub check: verdict, summary, annotations on the patches that it is about.

import type { Annotation, CheckReport } from "../../model/record/publication.ts";
import type { PatchResult } from "../../model/patches/patch-result.ts";
import type { RunRecord, RunSeries } from "../../model/record/run-record.ts";
import { findingsOf, type RunFinding } from "../facts/findings.ts";
import { renderMarkdown } from "../markdown/markdown.ts";
import { patchReasons, patchWord } from "../facts/patch-words.ts";
import { overallVerdict, verdictSentence } from "../facts/verdict-sentence.ts";
import { cutText } from "../safe/visible-text.ts";

/** Characters that GitHub takes; bytes are never fewer. */
const summaryLimit = 65_000;
const messageLimit = 4000;

/** `texts`: patch files by path, to find a hunk's line in. Pure. */
export function checkReport(run: RunRecord, texts: ReadonlyMap<string, string>): CheckReport {
  const found = run.cells.some(({ verdict }) => verdict === "fail" || verdict === "blocked");
  const overall = overallVerdict(run);
  const failed =
    found || overall === "fail" || run.series.some(({ patches }) => patches.some(isInTheWay));
  const proved =
    overall === "pass" &&
    run.cells.every(({ verdict }) => verdict === "pass" || verdict === "skip");
  return {
    name: "twinboot",
    conclusion: failed ? "failure" : proved ? "success" : "neutral",
    title: cutText(verdictSentence(run), 250),
    summary: renderMarkdown(run, summaryLimit),
    annotations: [
      ...run.series.flatMap((series) => seriesAnnotations(series, texts)),
      ...findingsOf(run).flatMap(findingAnnotation),
    ],
  };
}

function isInTheWay({ result }: PatchResult): boolean {
  return result === "conflict" || result === "revisit";
}

function seriesAnnotations(
  { name, head, patches }: RunSeries,
  texts: ReadonlyMap<string, string>,
): Annotation[] {
  return patches
    .filter((patch) => isInTheWay(patch) || patch.alarms?.length)
    .map((patch) => {
      const path = `patches/${name}/${patch.patch}`;
      return {
        path,
        line: lineOf(patch, texts.get(path) ?? ""),
        level: isInTheWay(patch) ? ("failure" as const) : ("warning" as const),
        title: cutText(`${patchWord(patch)} on ${head}`, 250),
        message: cutText(patchReasons(patch).join("\n") || patchWord(patch), messageLimit),
      };
    });
}

/** The first hunk that is in the way, or the one that an alarm is about. */
function lineOf({ hunks, alarms }: PatchResult, text: string): number {
  const header =
    hunks?.find(({ state }) => state === "conflict")?.header ?? alarms?.[0]?.header ?? "";
  const at = header ? text.split("\n").indexOf(header) : -1;
  return at + 1 || 1;
}

/** A finding of boots is about the series as a whole; of the unpatched head, about no file here. */
function findingAnnotation({ verdict, head, series, finding, cells }: RunFinding): Annotation[] {
  if (verdict !== "fail" || series === "base" || !finding) return [];
  const on = cells.map(({ platform }) => platform).join(", ");
  return [
    {
      path: `patches/${series}/series.yaml`,
      line: 1,
      level: "failure",
      title: cutText(`${finding.reason} with ${head} on ${on}`, 250),
      message: cutText([finding.summary, ...(finding.detail ?? [])].join("\n"), messageLimit),
    },
  ];
}
