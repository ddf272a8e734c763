// A run that hands its steps out, while what it stands on is killed, cut off, full, or lies: it comes to the right end.
// @module-tag vm

import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { Random } from "../../model/random.ts";
import { faults } from "../../test/queue/faults.ts";
import { Fleet } from "../../test/queue/fleet-rig.ts";
import { valuesAlone } from "../../test/queue/values-alone.ts";

let fleet: Fleet;
beforeAll(async () => {
  fleet = await Fleet.start();
});
afterEach(async () => fleet.endWorkers());
afterAll(async () => fleet.stop());

test.each(Object.entries(faults))("%s", async (name, happens) => {
  const plan = { name, wide: 3, ms: 200 };
  const came = await happens(fleet, plan, new Random(21));
  expect(came, came.said).toMatchObject({ code: 0, values: await valuesAlone(plan) });
});
