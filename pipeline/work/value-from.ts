// The value of a step that must have one before the plan can be made.

import type { Traces } from "../engine/run.ts";
import { InfraError } from "../model/errors.ts";
import type { Json } from "../model/json.ts";
import type { Step } from "../model/work/step.ts";

/** Throws InfraError with the words of the step that failed. */
export function valueFrom<V extends Json>(traces: Traces, step: Step<V>): V {
  const trace = traces.get(step.id);
  const by = trace?.outcome.status === "blocked" ? traces.get(trace.outcome.by) : trace;
  if (by?.outcome.status === "pass") return by.outcome.value as V;
  if (by?.outcome.status === "error") throw new InfraError(by.outcome.message, by.outcome.hint);
  throw new Error(`${step.label} gave no value`);
}
