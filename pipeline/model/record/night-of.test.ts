import { expect, test } from "vitest";
import { measuredRun } from "../../test/measured-run.ts";
import { nightSchema } from "./night.ts";
import { nightOf } from "./night-of.ts";

const night = nightOf(measuredRun());

test("a night has every verdict, every exact count and what could have moved", () => {
  expect(nightSchema.parse(JSON.parse(JSON.stringify(night)))).toEqual(night);
  expect(night.cells["sid"]?.["hypervisor-sysfs"]?.["guest"]).toEqual({
    "bare-q35": "pass",
    "bare-microvm": "pass",
    "xen-pv-dom0": "fail",
    "xen-pv-domu": "pass",
  });
  expect(Object.values(night.metrics)).toHaveLength(6);
  expect(night.heads["sid"]).toMatch(/^4a1c6d1b2f7d/);
  expect(Object.keys(night.tools)).toEqual(["qemu", "compiler", "linker", "accelerator", "xen"]);
});

test("a night of the same run is the same, to the byte", () => {
  expect(JSON.stringify(nightOf(measuredRun()))).toBe(JSON.stringify(night));
});
