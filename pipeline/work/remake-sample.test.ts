// A machine that lies, and signs it: what it made is taken, drawn, made again, and told.
// @module-tag process

import { afterAll, beforeAll, expect, test } from "vitest";
import { pass } from "../model/judge/outcome.ts";
import type { Plan } from "../model/work/plan.ts";
import type { Step } from "../model/work/step.ts";
import { Machine, signer } from "../test/remote-rig.ts";
import { Registry } from "../test/registry-rig.ts";
import { work } from "../test/step-rig.ts";
import { remakeSample } from "./remake-sample.ts";
import type { Session } from "./session.ts";

let registry: Registry;

beforeAll(async () => {
  registry = await Registry.start();
});
afterAll(() => registry.stop());

/** A kernel that is another one where it was made by somebody who lies. */
function kernel(name: string, who: { lies: boolean }): Step {
  const source = work(`source-${name}`, {}, () => pass("tree"));
  return work(name, { source }, () => pass(who.lies ? "forged" : "true"));
}

async function sampled(step: Step, who: { lies: boolean }, lane: "every-run" | "nightly") {
  const host = `127.0.0.1:${registry.port}`;
  await (await Machine.on({ host, key: signer })).run([step]);
  who.lies = false;
  const fresh = await Machine.on({ host });
  const { traces } = await fresh.run([step], { run: 5 });
  const session = {
    number: 5,
    store: fresh.store,
    run: async (targets: readonly Step[]) => (await fresh.run(targets, { run: 5 })).traces,
  } as unknown as Session;
  const plan = { rebases: [], kernels: [{ built: step }], hypervisors: [], cells: [] };
  const of = { plan: plan as unknown as Plan, traces };
  const { remade, traces: all } = await remakeSample(session, { lane }, of, () => undefined);
  return remade.map(({ label, again }) => ({ label, outcome: all.get(again.id)?.outcome }));
}

test("one step of few is made again in a nightly run", async () => {
  const who = { lies: false };
  const [only, ...more] = await sampled(kernel("honest", who), who, "nightly");
  expect(more).toEqual([]);
  expect(only?.outcome).toEqual(pass({ same: true }));
});

test("a forged one is found as soon as it is drawn", async () => {
  const found = new Set<string>();
  for (let n = 0; n < 40 && !found.has("fail"); n += 1) {
    const who = { lies: true };
    const [only] = await sampled(kernel(`forged-${n}`, who), who, "nightly");
    found.add(only?.outcome?.status ?? "none");
    if (only?.outcome?.status === "fail")
      expect(only.outcome.finding).toMatchObject({ reason: "differs-elsewhere" });
  }
  expect(found).toContain("fail");
}, 300_000);

test("nothing is made again in any other run", async () => {
  const who = { lies: true };
  expect(await sampled(kernel("other", who), who, "every-run")).toEqual([]);
});
