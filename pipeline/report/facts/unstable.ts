// What was not the same in every boot: cells that pass and did not always, each with all that was seen.

import type { RunAttempt, RunCell, RunRecord } from "../model/run-record.ts";
import { actorOf } from "./in-words.ts";
import type { Section } from "./markdown-budget.ts";
import { plain } from "./markdown-escape.ts";
import { cellTitle, tallyOf } from "./matrix.ts";
import { oneLine } from "./visible-text.ts";

/** Cells that pass all the same: in the other boots only time ran out. */
export function unstableCells({ cells }: RunRecord): RunCell[] {
  return cells.filter((cell) => cell.unstable);
}

/** `boot 2: hang: the guest fell silent`. */
export function attemptInWords({ verdict, finding }: RunAttempt, index: number): string {
  const why = finding ? `: ${finding.reason}: ${finding.summary}` : "";
  return `boot ${index + 1}: ${verdict}${why}`;
}

/** For a terminal; empty where every boot was like the other. */
export function unstableText(run: RunRecord): string {
  const cells = unstableCells(run);
  if (!cells.length) return "";
  const lines = cells.flatMap((cell) => {
    const title = oneLine(cellTitle(cell, run));
    const boots = failedAttempts(cell).map((words) => `      ${oneLine(words, 90)}`);
    return [`${title}: did not pass in ${tallyOf(cell)} boots`, boots];
  });
  return ["Unstable", ...lines.flat()].join("\n");
}

export function unstableSection(run: RunRecord): Section {
  const blocks = unstableCells(run).map((cell) => {
    const boots = failedAttempts(cell).map((words) => `  - ${plain(words)}`);
    const title = plain(cellTitle(cell, run));
    return [`- ${title}: did not pass in ${tallyOf(cell)} boots`, ...boots].join("\n");
  });
  return { title: "Unstable", blocks, between: "\n", blockName: "cells" };
}

/** Each boot that did not pass, why, and who should look at it. */
export function failedAttempts({ attempts = [] }: RunCell): string[] {
  return attempts.flatMap((one, index) => {
    if (one.verdict === "pass") return [];
    const words = attemptInWords(one, index);
    return [one.finding ? `${words} (to look at: ${actorOf(one.finding.fault)})` : words];
  });
}
