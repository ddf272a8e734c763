// --dry-run: the exact make and qemu lines of steps, with the store's paths where the products are there already.

import type { Json } from "../model/json.ts";
import { stepsOf } from "../model/plan.ts";
import { type CommandContext, keyOf, type Step } from "../model/step.ts";
import type { Session } from "./session.ts";

/** Gives exit code 0: nothing was run, so nothing can have failed. */
export async function printCommands({ store }: Session, targets: readonly Step[]): Promise<number> {
  const context: CommandContext = {
    path: (artifact) => store.path(artifact),
    kept: (name) => store.kept(name),
  };
  const values = new Map<string, Json>();
  for (const step of stepsOf(targets)) {
    const inputs = inputsOf(step, values);
    const value = await valueOf(step, inputs, { store });
    if (value !== undefined) values.set(step.id, value);
    const lines = step.kind.commands?.(context, step.params, inputs) ?? [];
    if (lines.length) process.stdout.write(`# ${step.label}\n${lines.join("\n")}\n\n`);
  }
  return 0;
}

function inputsOf(step: Step, values: ReadonlyMap<string, Json>): Record<string, Json> {
  const known = Object.entries(step.inputs).flatMap(([name, input]) => {
    const value = values.get(input.id);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(known);
}

/** What the store has for a step whose inputs are all known. */
async function valueOf(
  step: Step,
  inputs: Record<string, Json>,
  { store }: Pick<Session, "store">,
): Promise<Json | undefined> {
  if (Object.keys(inputs).length < Object.keys(step.inputs).length) return undefined;
  const trace = await store.trace(keyOf(step, inputs));
  return trace?.outcome.status === "pass" ? trace.outcome.value : undefined;
}
