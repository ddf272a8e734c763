// What must be done: the findings of a run, each once, with all the cells it explains.
// A conflict blocks a whole row, and a reader wants to read of it once.

import type { RunCell, RunRecord } from "../../model/record/run-record.ts";
import type { Verdict } from "../../model/judge/verdict.ts";
import { onlyUnder } from "./only-under.ts";

export type RunFinding = {
  readonly verdict: Verdict;
  readonly head: string;
  readonly series: string;
  readonly flavour: string;
  readonly finding: RunCell["finding"];
  readonly cells: readonly RunCell[];
  /** Sentences about its cells. */
  readonly onlyUnder: readonly string[];
};

/** In the order of the cells, failures before what they block. Cells that pass have none. */
export function findingsOf(run: RunRecord): RunFinding[] {
  const groups = new Map<string, RunCell[]>();
  for (const cell of run.cells.filter((one) => one.verdict !== "pass")) {
    const { verdict, head, series, flavour, finding } = cell;
    const key = JSON.stringify([verdict, head, series, flavour, finding]);
    groups.set(key, [...(groups.get(key) ?? []), cell]);
  }
  const findings = [...groups.values()].flatMap((cells) => {
    const first = cells[0];
    if (!first) return [];
    const { verdict, head, series, flavour, finding } = first;
    const only = new Set(cells.flatMap((cell) => onlyUnder(cell, run) ?? []));
    return [{ verdict, head, series, flavour, finding, cells, onlyUnder: [...only] }];
  });
  return findings.toSorted((a, b) => rank(a.verdict) - rank(b.verdict));
}

function rank(verdict: Verdict): number {
  return verdict === "fail" ? 0 : 1;
}
