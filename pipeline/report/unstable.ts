// What was not the same in every boot: cells that pass and did not always, each with all that was seen.

import type { RunAttempt, RunCell, RunRecord } from "../model/run-record.ts";
import { actorOf } from "./in-words.ts";
import type { Section } from "./markdown-budget.ts";
import { plain } from "./markdown-escape.ts";
import { cellTitle, matrixOf, tallyOf } from "./matrix.ts";
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
  const { severalFlavours } = matrixOf(run);
  const lines = cells.flatMap((cell) => {
    const title = oneLine(cellTitle(cell, severalFlavours));
    const boots = (cell.attempts ?? []).map((one, at) => oneLine(attemptInWords(one, at), 90));
    return [`${title}: did not pass in ${tallyOf(cell)} boots`, boots.map((one) => `      ${one}`)];
  });
  return ["Unstable", ...lines.flat()].join("\n");
}

export function unstableSection(run: RunRecord): Section {
  const { severalFlavours } = matrixOf(run);
  const blocks = unstableCells(run).map((cell) => {
    const boots = (cell.attempts ?? []).map((one, index) => `  - ${plain(withActor(one, index))}`);
    const title = plain(cellTitle(cell, severalFlavours));
    return [`- ${title}: did not pass in ${tallyOf(cell)} boots`, ...boots].join("\n");
  });
  return { title: "Unstable", blocks, between: "\n", blockName: "cells" };
}

function withActor(attempt: RunAttempt, index: number): string {
  const { finding } = attempt;
  const words = attemptInWords(attempt, index);
  return finding ? `${words} (would be for ${actorOf(finding.fault)})` : words;
}
