// What a platform needs besides a kernel: made only for platforms that need it.

import { describe, expect, test } from "vitest";
import type { Descriptions } from "../../model/described/descriptions.ts";
import { type Plan, stepsOf, targetsOf } from "../../model/work/plan.ts";
import { descriptionsWith, edited, host, pins } from "../../test/description-rig.ts";
import { planOf } from "../matrix/matrix.ts";
import { type Filters, selectionOf } from "./selection.ts";

function planned(all: Descriptions, filters: Filters = { platform: ["all"] }): Plan {
  return planOf({ all, selection: selectionOf(all, filters), pins, host });
}

function kindsOf(plan: Plan): string[] {
  return stepsOf(targetsOf(plan)).map(({ kind }) => kind.name);
}

describe("a platform that asks for selftests and has a baseline", () => {
  const tested = edited("images/platforms/bare.yaml", "cpus: 1", "selftests: [x86]\ncpus: 1");
  const compared = edited("images/platforms/domu.yaml", "type: pv", "type: pv\nbaseline: bare");

  test("has them built from the tree of the kernel that it boots; no other platform waits for them", async () => {
    const { cells } = planned(await descriptionsWith(tested));
    const asks = cells.filter(({ booted }) => booted.inputs["selftests"]);
    expect(new Set(asks.map(({ platform }) => platform))).toEqual(new Set(["bare"]));
    for (const { booted, kernel } of asks)
      expect(booted.inputs["selftests"]?.inputs["source"]).toBe(kernel.inputs["source"]);
  });

  test("is judged beside the same kernel there, chosen or not", async () => {
    const all = await descriptionsWith(compared);
    const { cells } = planned(all, { platform: ["domu"] });
    expect(cells.map(({ platform }) => platform)).toEqual(["domu", "domu"]);
    for (const { judged, kernel } of cells)
      expect(judged.inputs["baseline"]?.inputs["kernel"]?.id).toBe(kernel.id);
  });
});

describe("a hypervisor's policy and tests", () => {
  test("are made only where a platform asks, and another list of tests builds no other hypervisor", async () => {
    const asked = edited("images/platforms/dom0.yaml", "name: xen,", "name: xen, tests: true,");
    const one = planned(await descriptionsWith(asked));
    const list = { "hypervisor/xen/tests.list": "xen tsx/test-tsx 60\n" };
    const two = planned(await descriptionsWith({ ...asked, ...list }));
    expect(kindsOf(planned(await descriptionsWith()))).not.toContain("build-hypervisor-tools");
    expect(kindsOf(one)).toContain("build-hypervisor-tools");
    expect(one.hypervisors.map(({ id }) => id)).toEqual(two.hypervisors.map(({ id }) => id));
  });
});
