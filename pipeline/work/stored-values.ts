// What the store has of a plan before it is run: the values of steps that would be reused.

import type { Store } from "../engine/store.ts";
import type { Digest } from "../model/digest.ts";
import type { Json } from "../model/json.ts";
import { stepsOf } from "../model/work/plan.ts";
import { keyOf, type Step } from "../model/work/step.ts";

/** By the step's id. A step whose inputs are not all there cannot be looked for. */
export async function storedValues(
  store: Pick<Store, "trace">,
  targets: readonly Step[],
): Promise<ReadonlyMap<Digest, Json>> {
  const values = new Map<Digest, Json>();
  for (const step of stepsOf(targets)) {
    const inputs = inputsOf(step, values);
    if (Object.keys(inputs).length < Object.keys(step.inputs).length) continue;
    const trace = await store.trace(keyOf(step, inputs));
    if (trace?.outcome.status === "pass") values.set(step.id, trace.outcome.value);
  }
  return values;
}

/** Those that are known, by the names that the step gives them. */
export function inputsOf(
  { inputs }: Pick<Step, "inputs">,
  values: ReadonlyMap<Digest, Json>,
): Record<string, Json> {
  const known = Object.entries(inputs).flatMap(([name, input]) => {
    const value = values.get(input.id);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(known);
}
