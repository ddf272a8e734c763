// One line of the checklist before anything was looked at: the steps it needs, and how their values are read.

import type { Json } from "../model/json.ts";
import type { Outcome } from "../model/outcome.ts";
import type { PlannedCell } from "../model/plan.ts";
import type { Step } from "../model/step.ts";
import { forAPerson, type Rule, type Seen } from "../rules/rule.ts";
import type { CellGround } from "./cell-record.ts";

export type PlannedCheck = Rule & {
  /** None where the patches alone decide. */
  readonly targets: readonly Step[];
  /** Boots among them: one that fails is done again. */
  readonly cells?: readonly PlannedCell[];
  readonly see: (ran: CellGround) => Seen;
};

type Steps<V extends readonly Json[]> = { readonly [K in keyof V]: Step<V[K]> };

/** A line that rests on the values of steps; where one of them has none, nothing was proved. */
export function stepCheck<V extends readonly Json[]>(
  rule: Rule,
  steps: Steps<V>,
  read: (...values: V) => Seen,
): PlannedCheck {
  const targets: readonly Step[] = steps;
  const see = (ran: CellGround): Seen => {
    const missing = targets.map((step) => why(ran, step)).find((one) => one !== undefined);
    if (missing) return missing;
    const values = targets.map((step) => (outcomeIn(ran, step) as { value: Json }).value);
    return read(...(values as unknown as V));
  };
  return { ...rule, targets, see };
}

/** A line that needs no step. */
export function plainCheck(rule: Rule, seen: Seen): PlannedCheck {
  return { ...rule, targets: [], see: () => seen };
}

/** Undefined where the step has a value. */
export function why(ran: CellGround, step: Step): Seen | undefined {
  const own = outcomeIn(ran, step);
  const outcome = own?.status === "blocked" ? ran.traces.get(own.by)?.outcome : own;
  if (outcome?.status === "pass") return undefined;
  if (outcome?.status === "fail") return forAPerson(`not looked at: ${outcome.finding.summary}`);
  if (outcome?.status === "error")
    return forAPerson(`not looked at: ${outcome.message}`, [`next: ${outcome.hint}`]);
  return forAPerson(`not looked at: ${step.label} was not done`);
}

function outcomeIn({ traces }: CellGround, step: Step): Outcome | undefined {
  return traces.get(step.id)?.outcome;
}
