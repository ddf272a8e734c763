// One line of the checklist before anything was looked at: the steps it needs, and how their values are read.

import type { Json } from "../../model/json.ts";
import type { Outcome } from "../../model/judge/outcome.ts";
import type { PlannedCell } from "../../model/work/plan.ts";
import type { Step } from "../../model/work/step.ts";
import { type CheckResult, forAPerson, type Rule } from "../../rules/rule.ts";
import { cellRecord, type RanPlan } from "../matrix/cell-record.ts";

export type PlannedCheck = Rule & {
  /** None where the patches alone decide. */
  readonly targets: readonly Step[];
  /** Boots among them: one that fails is done again. */
  readonly cells?: readonly PlannedCell[];
  readonly see: (ran: RanPlan) => CheckResult;
};

type Steps<V extends readonly Json[]> = { readonly [K in keyof V]: Step<V[K]> };

/** A line that rests on the values of steps; where one of them has none, nothing was proved. */
export function stepCheck<V extends readonly Json[]>(
  rule: Rule,
  steps: Steps<V>,
  read: (...values: V) => CheckResult,
): PlannedCheck {
  const targets: readonly Step[] = steps;
  const see = (ran: RanPlan): CheckResult => {
    const missing = targets.map((step) => why(ran, step)).find((one) => one !== undefined);
    if (missing) return missing;
    const values = targets.map((step) => (outcomeIn(ran, step) as { value: Json }).value);
    return read(...(values as unknown as V));
  };
  return { ...rule, targets, see };
}

/** A line that needs no step. */
export function plainCheck(rule: Rule, seen: CheckResult): PlannedCheck {
  return { ...rule, targets: [], see: () => seen };
}

/** Whether a step that it rests on has no value, or a boot proves nothing either way. */
export function isUnseen(
  ran: RanPlan,
  { targets, cells = [] }: Pick<PlannedCheck, "targets" | "cells">,
): boolean {
  return (
    targets.some((step) => why(ran, step) !== undefined) ||
    cells.some((cell) => !["pass", "fail"].includes(cellRecord(ran, cell).verdict))
  );
}

/** Undefined where the step has a value. */
export function why(ran: RanPlan, step: Step): CheckResult | undefined {
  const own = outcomeIn(ran, step);
  const outcome = own?.status === "blocked" ? ran.traces.get(own.by)?.outcome : own;
  if (outcome?.status === "pass") return undefined;
  if (outcome?.status === "fail") return forAPerson(`not looked at: ${outcome.finding.summary}`);
  if (outcome?.status === "error")
    return forAPerson(`not looked at: ${outcome.message}`, [`next: ${outcome.hint}`]);
  return forAPerson(`not looked at: ${step.label} was not done`);
}

function outcomeIn({ traces }: RanPlan, step: Step): Outcome | undefined {
  return traces.get(step.id)?.outcome;
}
