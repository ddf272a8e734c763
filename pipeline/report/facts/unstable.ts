// What was not the same in every boot: cells that pass and did not always, each with all that was seen.

import type { RunAttempt, RunCell, RunRecord } from "../../model/record/run-record.ts";
import { actorOf } from "./in-words.ts";

/** Cells that pass all the same: in the other boots only time ran out. */
export function unstableCells({ cells }: RunRecord): RunCell[] {
  return cells.filter((cell) => cell.unstable);
}

/** `boot 2: hang: the guest fell silent`. */
export function attemptInWords({ verdict, finding }: RunAttempt, index: number): string {
  const why = finding ? `: ${finding.reason}: ${finding.summary}` : "";
  return `boot ${index + 1}: ${verdict}${why}`;
}

/** Each boot that did not pass, why, and who should look at it. */
export function failedAttempts({ attempts = [] }: RunCell): string[] {
  return attempts.flatMap((one, index) => {
    if (one.verdict === "pass") return [];
    const words = attemptInWords(one, index);
    return [one.finding ? `${words} (to look at: ${actorOf(one.finding.fault)})` : words];
  });
}
