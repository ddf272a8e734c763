// The rows that run the tests of XTF, as they are described here.

import { expect, test } from "vitest";
import type { Descriptions } from "../../model/described/descriptions.ts";
import type { Plan } from "../../model/work/plan.ts";
import { stepsOf, targetsOf } from "../../model/work/plan.ts";
import { host, pins as somePins } from "../../test/description-rig.ts";
import { checkout } from "../../test/vm/cli-rig.ts";
import { readDescriptions } from "../read/read-descriptions.ts";
import { neededHeads, neededHostImages, selectionOf } from "../read/selection.ts";
import { planOf } from "./matrix.ts";
import { type Pins, pinSteps } from "./pins.ts";

const all = readDescriptions(checkout);
const rows = ["xen-xtf-pv", "xen-xtf-hvm", "xen-xtf-pvh"];
const platform = ["xen-pv-dom0", "xen-pv-domu-moved", ...rows];
const selection = selectionOf(all, { platform, head: ["sid"] });
const [tarball] = somePins.heads.values();

function pinsOf(names: readonly string[], pin: unknown) {
  return new Map(names.map((name) => [name, pin])) as never;
}

const pins: Pins = {
  ...somePins,
  heads: pinsOf(neededHeads(all, selection), tarball),
  hostImages: pinsOf(neededHostImages(all, selection), []),
  xtf: { git: "https://example.org/xtf.git", ref: "master", commit: "1".repeat(40) },
};

function planned(of: Descriptions = all): Plan {
  return planOf({ all: of, selection, pins, host });
}

const plan = planned();
const ofXtf = plan.cells.filter((cell) => rows.includes(cell.platform));

test("they are booted with the unpatched kernel alone: they test the hypervisor", () => {
  expect(selection.series.length).toBeGreaterThan(0);
  expect(ofXtf.map((cell) => `${cell.platform} ${cell.series}`)).toEqual(
    rows.map((row) => `${row} base`),
  );
});

test("each has a boot to itself: one of its tests may bring down what others run under", () => {
  const boots = stepsOf(targetsOf(plan)).filter(({ kind }) => kind.name === "boot-guests");
  const served = boots.map(({ params }) =>
    (params as unknown as { guests: { platform: string }[] }).guests.map((one) => one.platform),
  );
  for (const row of rows) expect(served).toContainEqual([row]);
});

test("all take their tests from one build of them", () => {
  const builds = stepsOf(targetsOf(plan)).filter(({ kind }) => kind.name === "build-xtf");
  expect(builds.length).toBe(1);
});

test("where nothing says where XTF is they are skipped, with what to write", () => {
  const { xtf: _, ...installation } = all.installation;
  const { cells, skipped } = planned({ ...all, installation });
  expect(cells.some((cell) => rows.includes(cell.platform))).toBe(false);
  expect(
    skipped.map(({ platform: row, why }) => [row, why.includes("xtf in twinboot.yaml")]),
  ).toEqual(rows.map((row) => [row, true]));
});

test("its source is looked at only where one of them is chosen", () => {
  expect(pinSteps(all, selection, "x86_64").xtf).toBeDefined();
  const without = selectionOf(all, { platform: ["bare-q35"] });
  expect(pinSteps(all, without, "x86_64").xtf).toBeUndefined();
});
