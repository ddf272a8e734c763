// Runs that hand their steps out, workers in processes of their own, Debian's Redis and registry between them.
// @module-tag process

import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { Fleet, newKey } from "../../test/queue/fleet-rig.ts";
import { valuesAlone } from "../../test/queue/values-alone.ts";

let fleet: Fleet;
beforeAll(async () => {
  fleet = await Fleet.start();
});
afterEach(async () => fleet.endWorkers());
afterAll(async () => fleet.stop());

test("workers do a run's builds and boots, and it comes to what it would come to alone", async () => {
  await Promise.all([fleet.worker(), fleet.worker()]);
  const plan = { name: "plain", wide: 3, ms: 0 };
  const came = await fleet.run(plan);
  expect(came.said).toBe("");
  expect(came.values).toEqual(await valuesAlone(plan));
  expect(came.elsewhere).toBe(12);
});

test("a run without workers says so, and does its steps itself", async () => {
  const plan = { name: "alone", wide: 2, ms: 0 };
  const came = await fleet.run(plan);
  expect(came.values).toEqual(await valuesAlone(plan));
  expect(came.elsewhere).toBe(0);
  expect(came.said).toMatch(
    /^no worker with this machine's programs takes steps .*: they are done here$/m,
  );
});

test("a machine with other programs takes none of its steps", async () => {
  await fleet.worker({ programs: "cd".repeat(32) });
  const came = await fleet.run({ name: "other", wide: 2, ms: 0 });
  expect(came).toMatchObject({ code: 0, elsewhere: 0 });
});

test.each([
  ["says that it has done what it has not", { lies: true }],
  ["signs with a key that nobody trusts", { key: newKey() }],
  ["has other programs than it says", { inTraces: "cd".repeat(32) }],
])("nothing is taken of a worker that %s, and that is said", async (name, odd) => {
  await fleet.worker(odd);
  const plan = { name, wide: 1, ms: 0 };
  const came = await fleet.run(plan);
  expect(came).toMatchObject({ code: 0, elsewhere: 0, values: await valuesAlone(plan) });
  expect(came.said).toMatch(/is asked for again|is done here/);
});

test("a worker that is stopped ends at once, gives its step back, and says how many it did", async () => {
  const stopped = await fleet.worker();
  const plan = { name: "stopped", wide: 2, ms: 700 };
  const came = await fleet.run(plan, {}, async () => {
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await stopped.end("SIGTERM");
    await fleet.worker();
  });
  expect(stopped.child.exitCode).toBe(0);
  expect(stopped.out).toMatch(/^\d+ done$/m);
  expect(came.values).toEqual(await valuesAlone(plan));
});

test("a run that nobody can answer does not begin", async () => {
  const came = await fleet.run(
    { name: "no Redis", wide: 1, ms: 0 },
    { redis: "redis://127.0.0.1:1" },
  );
  expect(came.code).not.toBe(0);
  expect(came.said).toContain("the queue redis://127.0.0.1:1 does not answer");
});
