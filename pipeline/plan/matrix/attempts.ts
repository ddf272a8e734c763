// The second plan of a run: the cells whose first boot did not pass, each booted again, and beside it the unpatched kernel:
// before anything is said against a series, the same minutes must have been good enough for the base. Pure, as the first one is.

import type { BootAgain, BootRecord } from "../../model/boot/boot-record.ts";
import { defaultAttempts } from "../../model/judge/attempts.ts";
import type { Digest } from "../../model/digest.ts";
import type { Json, JsonObject } from "../../model/json.ts";
import type { Judgement } from "../../model/judge/judge.ts";
import type { Outcome } from "../../model/judge/outcome.ts";
import type { Plan, PlannedCell } from "../../model/work/plan.ts";
import type { GuestPlatform } from "../../model/described/platform.ts";
import { type Step, step } from "../../model/work/step.ts";
import type { Trace } from "../../model/record/trace.ts";
import { lostTests } from "../../model/judge/verdict-tests.ts";
import { required } from "../required.ts";

export type PlannedAttempt = {
  /** The first judging step of the cell. */
  readonly of: Digest;
  /** From 2 on. */
  readonly attempt: number;
  readonly booted: Step<BootRecord>;
  readonly judged: Step<Judgement>;
};

type Traces = ReadonlyMap<Digest, Trace>;

/** A cell to be booted again. `beside`: the series' cell that it is a witness for; itself where it failed by itself. */
type Again = { readonly cell: PlannedCell; readonly beside: PlannedCell };

/**
 * Boots only: what does not apply or build will not do so the second time. A shared boot has the failed guests alone. A
 * witness is booted at least once, however few attempts are allowed.
 */
export function plannedAttempts(
  plan: Plan,
  traces: Traces,
  attempts = defaultAttempts,
): PlannedAttempt[] {
  const failed = plan.cells.filter((cell) => !passed(traces, cell));
  const all = failed.flatMap((cell): Again[] => {
    const base = witnessFor(plan, traces, cell);
    const own = { cell, beside: cell };
    return base ? [own, { cell: base, beside: cell }] : [own];
  });
  const numbers = Array.from({ length: Math.max(1, attempts - 1) }, (_, index) => index + 2);
  return numbers.flatMap((attempt) => {
    const due = all.filter(({ cell, beside }) => attempt <= attempts || cell !== beside);
    const cells = due.map(({ cell }) => cell);
    return due.map(({ cell, beside }) => {
      const how = { attempt, after: nonceOf(traces, beside) };
      return attemptOf(cell, cells, how);
    });
  });
}

/** One more boot of a cell; `sharing`: the cells that are booted again with it, of which a host serves its own in one boot. */
export function attemptOf(
  cell: PlannedCell,
  sharing: readonly PlannedCell[],
  how: BootAgain,
): PlannedAttempt {
  const { attempt } = how;
  const booted = bootedAgain(cell, sharing, how);
  const inputs = { ...cell.judged.inputs, booted };
  return { of: cell.judged.id, attempt, booted, judged: again(cell.judged, attempt, inputs) };
}

/** What was never judged has nothing to be booted again. One that lost a test of the base's has not passed. */
function passed(traces: Traces, { judged, baseJudged }: PlannedCell): boolean {
  const own = judgementIn(traces, judged);
  if (!own) return true;
  const base = baseJudged && judgementIn(traces, baseJudged);
  return own.verdict === "pass" && !(base?.verdict === "pass" && lostTests(own, [base]).length);
}

/** Undefined where the cell is the base's own, or where the base failed too and is booted again by itself. */
function witnessFor(
  { cells }: Plan,
  traces: Traces,
  { baseJudged }: PlannedCell,
): PlannedCell | undefined {
  const base = baseJudged && cells.find(({ judged }) => judged.id === baseJudged.id);
  return base && judgementIn(traces, base.judged) && passed(traces, base) ? base : undefined;
}

function judgementIn(traces: Traces, judged: Step<Judgement>): Judgement | undefined {
  const outcome = traces.get(judged.id)?.outcome as Outcome<Judgement> | undefined;
  return outcome?.status === "pass" ? outcome.value : undefined;
}

/** Of the boot that failed: a witness is of the same minutes, or of an older run where that boot is. */
function nonceOf(traces: Traces, { booted }: PlannedCell): string {
  const outcome = required(traces.get(booted.id), booted.label).outcome as Outcome<BootRecord>;
  if (outcome.status !== "pass") throw new Error(`${booted.label} was judged and not booted`);
  return outcome.value.host?.nonce ?? outcome.value.nonce;
}

function bootedAgain(
  { booted }: PlannedCell,
  failed: readonly PlannedCell[],
  how: BootAgain,
): Step<BootRecord> {
  const whole = booted.inputs["shared"];
  if (!whole) return again(booted, how.attempt, booted.inputs, { again: how });
  const sharing = failed.filter((one) => one.booted.inputs["shared"]?.id === whole.id);
  const names = new Set(sharing.map(({ platform }) => platform));
  const all = whole.params["guests"] as unknown as readonly GuestPlatform[];
  const guests = all.filter(({ platform }) => names.has(platform));
  const shared = again(whole, how.attempt, whole.inputs, { guests, again: how });
  return again(booted, how.attempt, { shared });
}

function again<V extends Json>(
  of: Step<V>,
  attempt: number,
  inputs: Readonly<Record<string, Step>>,
  change: JsonObject = {},
): Step<V> {
  const repeated = step(of.kind, "", { ...of.params, ...change }, inputs);
  return { ...repeated, label: `${of.label}, attempt ${attempt}` };
}
