// Small step kinds for tests of the engine: they do what the test says, and remember that they did.

import type { Json, JsonObject } from "../model/json.ts";
import { type Outcome, pass } from "../model/judge/outcome.ts";
import {
  type Inputs,
  type Step,
  step,
  type StepContext,
  type StepKind,
} from "../model/work/step.ts";

export type Work = (context: StepContext, inputs: Inputs) => Promise<Outcome> | Outcome;

export type Shape = Partial<
  Pick<
    StepKind<JsonObject, Inputs, Json>,
    "nature" | "pool" | "runs" | "reads" | "outside" | "version"
  >
>;

/** A step whose id is its name; `work` is what it does. Gives its own name as value where no work is given. */
export function work(
  name: string,
  inputs: Readonly<Record<string, Step>> = {},
  how: Work = () => pass(name),
  shape: Shape = {},
): Step {
  const kind: StepKind<JsonObject, Inputs, Json> = {
    name,
    version: 1,
    nature: "pure",
    pool: "io",
    ...shape,
    run: async (context, _, values) => how(context, values),
  };
  return step(kind, "x", {}, inputs);
}
