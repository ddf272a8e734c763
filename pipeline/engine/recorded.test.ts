// What is recorded is evidence: reused, done again when that is asked for, and never overwritten.

import { expect, test } from "vitest";
import { pass } from "../model/judge/outcome.ts";
import type { Step } from "../model/work/step.ts";
import { work } from "../test/step-rig.ts";
import { outcomeOn, runOn, temporaryStore } from "../test/store-rig.ts";

/** A recorded step whose value says how often it was done. */
function counted(): Step {
  let count = 0;
  return work("recorded", {}, () => pass((count += 1)), { nature: "recorded" });
}

test("an older recording stands for a recorded step, until a fresh one is asked for, which then stands", async () => {
  const store = await temporaryStore();
  const recorded = counted();
  expect(await outcomeOn(store, recorded)).toEqual(pass(1));
  expect(await outcomeOn(store, recorded)).toEqual(pass(1));
  expect(await outcomeOn(store, recorded, { fresh: true, run: 2 })).toEqual(pass(2));
  expect(await outcomeOn(store, recorded, { fresh: true, run: 2 })).toEqual(pass(2));
  expect(await outcomeOn(store, recorded, { run: 3 })).toEqual(pass(2));
});

test("a recording stays the evidence of its run, whatever is recorded after it", async () => {
  const store = await temporaryStore();
  const recorded = counted();
  const { key = "" } = (await runOn(store, [recorded], { run: 1 })).get(recorded.id) ?? {};
  for (const run of [2, 3]) await runOn(store, [recorded], { run, fresh: true });
  const kept = await Promise.all([1, 2, 3, 4].map((run) => store.trace(key, run)));
  expect(kept.map((trace) => trace?.outcome)).toEqual([pass(1), pass(2), pass(3), undefined]);
  expect((await store.trace(key))?.outcome).toEqual(pass(3));
});
