// What a plan of the queue's tests comes to where nobody else does anything.

import { runOn, temporaryStore } from "../store-rig.ts";
import type { Plan } from "./fleet-rig.ts";
import { smallPlan } from "./small-steps.ts";

/** Durations are part of a step, and not waited for: values do not tell of them. */
export async function valuesAlone({ name, wide, ms }: Plan) {
  const traces = await runOn(await temporaryStore(), smallPlan(name, wide, ms), {
    width: { io: 4, machine: 16, vm: 16 },
  });
  const values = [...traces.values()].map(({ step, outcome }) => [step, outcome] as const);
  return values.toSorted(([a], [b]) => (a < b ? -1 : 1));
}
