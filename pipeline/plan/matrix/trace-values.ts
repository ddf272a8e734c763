// The outcome of a step, from its trace.

import type { Digest } from "../../model/digest.ts";
import type { Json } from "../../model/json.ts";
import type { Outcome } from "../../model/judge/outcome.ts";
import type { Step } from "../../model/work/step.ts";
import type { Trace } from "../../model/record/trace.ts";
import { required } from "../required.ts";

type Traced = { readonly traces: ReadonlyMap<Digest, Trace> };

/** Of a step that the run was asked for. */
export function outcomeOf<V extends Json>({ traces }: Traced, step: Step<V>): Outcome<V> {
  return required(traces.get(step.id), step.label).outcome as Outcome<V>;
}

/** Undefined where it did not pass. */
export function valueOf<V extends Json>({ traces }: Traced, step: Step<V>): V | undefined {
  const outcome = traces.get(step.id)?.outcome as Outcome<V> | undefined;
  return outcome?.status === "pass" ? outcome.value : undefined;
}
