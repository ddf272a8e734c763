// What changed since a cell was last judged, and what moved meanwhile: the categories of KernelCI's comparison.

import type { RunCell, RunRecord } from "../../model/record/run-record.ts";
import { fingerprintOf } from "../../model/judge/fingerprint.ts";
import type { Verdict } from "../../model/judge/verdict.ts";
import type { History, PastRun } from "./history.ts";
import { movedBetween } from "./moved-between.ts";

export type ChangeKind = "regressed" | "fixed" | "changed" | "new";

export type CellChange = {
  readonly kind: ChangeKind;
  readonly cell: RunCell;
  /** The verdict it had, and the run that said so; absent where no older run has the cell. */
  readonly before?: { readonly verdict: Verdict; readonly run: number };
  /** The fingerprints, where the verdict stayed and what the cell met is another problem. */
  readonly problems?: { readonly before: string; readonly now: string };
  /** What moved between the two, in words: `head sid 0123456789ab to ba9876543210`. */
  readonly moved: readonly string[];
};

/** Worst first. Empty for the first run; new cells that pass are left out. */
export function changesOf(run: RunRecord, history: History): CellChange[] {
  const at = history.runs.findIndex((past) => past.run === run.run);
  if (at < 1) return [];
  const changes = run.cells.flatMap((cell) => changeOf(cell, history, at));
  return changes.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

const order: readonly ChangeKind[] = ["regressed", "new", "changed", "fixed"];

function changeOf(cell: RunCell, history: History, at: number): CellChange[] {
  const column = history.verdictsOf(cell).slice(0, at);
  const last = column.findLastIndex((verdict) => verdict !== undefined);
  const [past, now] = [history.runs[last], history.runs[at]];
  const verdict = column[last];
  if (!past || !now || !verdict)
    return cell.verdict === "pass" || cell.verdict === "skip"
      ? []
      : [{ kind: "new", cell, moved: [] }];
  const before = { verdict, run: past.run };
  const moved = (): string[] => whatMoved(cell, past, now);
  if (verdict !== cell.verdict)
    return [{ kind: kindOf(verdict, cell.verdict), cell, before, moved: moved() }];
  const problems = otherProblem(cell, history.problemOf(cell, last));
  return problems ? [{ kind: "changed", cell, before, problems, moved: moved() }] : [];
}

/** Undefined where it is the same, and where either is not known. */
function otherProblem({ finding }: RunCell, before: string | undefined): CellChange["problems"] {
  const now = finding && fingerprintOf(finding);
  return before === undefined || now === undefined || before === now ? undefined : { before, now };
}

function kindOf(before: Verdict, now: Verdict): ChangeKind {
  if (before === "pass") return "regressed";
  return now === "pass" ? "fixed" : "changed";
}

function whatMoved(cell: RunCell, past: PastRun, now: PastRun): string[] {
  const moved = movedBetween(cell, past, now);
  if (moved.length) return moved;
  const { head, series, flavour } = cell;
  const kernels = [past, now].map(({ kernels: of }) => of[head]?.[series]?.[flavour]);
  const same = kernels[0] !== undefined && kernels[0] === kernels[1];
  return [
    same
      ? "the kernel is the same to the byte and no tool moved: look at descriptions, probes and the boot itself"
      : "no head, series or tool moved: look at descriptions and probes",
  ];
}
