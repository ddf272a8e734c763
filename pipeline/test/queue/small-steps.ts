// Steps that a queue hands out in the tests: they sleep, and their values can be told beforehand.

import { setTimeout as sleep } from "node:timers/promises";
import { digestOfValue } from "../../model/digest.ts";
import type { Json, JsonObject } from "../../model/json.ts";
import { pass } from "../../model/judge/outcome.ts";
import { type Inputs, type Pool, type Step, step, type StepKind } from "../../model/work/step.ts";
import type { Kinds } from "../../work/queue/step-file.ts";

type Params = { readonly name: string; readonly ms: number; readonly bytes: number };

function kindOf(name: string, pool: Pool): StepKind<JsonObject, Inputs, Json> {
  return {
    name,
    version: 1,
    nature: "pure",
    pool,
    run: async ({ keepBytes, signal }, params, inputs) => {
      const { name: of, ms, bytes } = params as Params;
      await sleep(ms, undefined, { signal });
      const of2 = digestOfValue({ of, inputs });
      return pass({ sum: of2, file: await keepBytes(of2.padEnd(bytes, "."), "product") });
    },
  };
}

/** On the coordinator, a boot, a build. */
const look = kindOf("look", "io");
const nap = kindOf("nap", "vm");
const forge = kindOf("forge", "machine");

export const smallKinds: Kinds = new Map([look, nap, forge].map((kind) => [kind.name, kind]));

function small(
  kind: typeof nap,
  name: string,
  { ms = 0, bytes = 100 }: Partial<Params>,
  inputs: Readonly<Record<string, Step>> = {},
): Step {
  return step(kind, name, { name, ms, bytes }, inputs);
}

/** `wide` builds on one head, and `wide` boots of each; the targets. */
export function smallPlan(name: string, wide: number, ms: number): Step[] {
  const head = small(look, `${name} head`, {});
  return Array.from({ length: wide }, (_, at) =>
    small(forge, `${name} ${at}`, { ms }, { head }),
  ).flatMap((built) =>
    Array.from({ length: wide }, (_, at) => small(nap, `${name} boot ${at}`, { ms }, { built })),
  );
}
