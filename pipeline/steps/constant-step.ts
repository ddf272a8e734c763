// A value that is known before the run, where a step expects an input.

import type { Json } from "../model/json.ts";
import { pass } from "../model/judge/outcome.ts";
import { type NoInputs, step, type Step, type StepKind } from "../model/work/step.ts";

const kind: StepKind<{ value: Json }, NoInputs, Json> = {
  name: "constant",
  version: 1,
  nature: "observation",
  pool: "io",
  run: async (_, { value }) => pass(value),
};

export function constantStep<V extends Json>(label: string, value: V): Step<V> {
  return step(kind, label, { value }, {}) as unknown as Step<V>;
}
