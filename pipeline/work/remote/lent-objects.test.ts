// The object folder of a head, which another machine made: a series is built in a copy of it, and gets the same bytes.
// @module-tag process

import { cp } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { EngineEvent } from "../../engine/run.ts";
import { constantStep } from "../../steps/constant-step.ts";
import { headsFolder } from "../../steps/source/import-head.ts";
import type { Step } from "../../model/work/step.ts";
import { GitRig } from "../../test/git-rig.ts";
import { Machine, signer } from "../../test/remote-rig.ts";
import { Registry } from "../../test/registry-rig.ts";
import { changedLine, smallHead, smallKernel } from "../../test/small-tree.ts";

let registry: Registry;

beforeAll(async () => {
  registry = await Registry.start();
});
afterAll(() => registry.stop());

async function machineWith(rig: GitRig, key?: typeof signer): Promise<Machine> {
  const host = `127.0.0.1:${registry.port}`;
  const machine = await Machine.on({ host, ...(key ? { key } : {}) });
  await cp(rig.git.dir, machine.store.kept(headsFolder), { recursive: true });
  return machine;
}

/** What the build says it does first. */
async function said(machine: Machine, target: Step) {
  const lines: string[] = [];
  const onEvent = (event: EngineEvent): void => {
    if (event.type === "said") lines.push(event.line);
  };
  const { traces } = await machine.run([target], { onEvent });
  return { lines, outcome: traces.get(target.id)?.outcome };
}

test("a series is built among objects that another machine made of its head", async () => {
  const rig = await GitRig.make();
  const head = await rig.commit(smallHead);
  const series = await rig.commit({ ...smallHead, ...changedLine });
  const [ofHead, ofSeries] = [constantStep("head", head), constantStep("series", series)];
  await (await machineWith(rig, signer)).run([smallKernel(ofHead, ofHead)]);

  const alone = await machineWith(rig);
  const elsewhere = await Machine.on({ host: "127.0.0.1:1", store: alone.store });
  const itself = await said(elsewhere, smallKernel(ofSeries, ofHead));
  expect(itself.lines).toContain("objects of the unpatched head");
  expect(itself.outcome?.status).toBe("pass");

  const fresh = await machineWith(rig);
  const lent = await said(fresh, smallKernel(ofSeries, ofHead));
  expect(lent.lines).not.toContain("objects of the unpatched head");
  expect(lent.outcome).toEqual(itself.outcome);
  expect(fresh.said).toEqual([]);
});
