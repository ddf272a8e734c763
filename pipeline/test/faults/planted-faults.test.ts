import { describe, expect, test } from "vitest";
import { checkout } from "../../work/session.ts";
import { readDescriptions } from "../../plan/read/read-descriptions.ts";
import { faultyDescriptions, imageOf, platformOf } from "./faulty-descriptions.ts";
import { type BootFault, isMachineFault, plantedFaults } from "./planted-fault.ts";

const faults = plantedFaults();
const all = readDescriptions(checkout);
const booted = faults.filter((fault): fault is BootFault => !isMachineFault(fault));

describe("the planted faults", () => {
  test("are 25 and more, each with a name of its own", () => {
    expect(faults.length).toBeGreaterThanOrEqual(25);
    expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length);
  });

  test("may not pass, but for a guest that said all and only hangs in its power-off", () => {
    const passing = faults.filter(({ expect: verdict }) => verdict.startsWith("pass"));
    expect(passing.map(({ name, expect: verdict }) => [name, verdict])).toEqual([
      ["no-power-off", "pass; unclean end"],
    ]);
  });

  test("have one for each suite of paravirt-kunit to find, and nothing else that fails", () => {
    const suites = all.series.get("paravirt-kunit")?.kunit ?? [];
    expect(suites.length).toBeGreaterThan(0);
    for (const suite of suites) {
      const only = `1 test fails with the series only: kunit.${suite}\n`;
      expect(faults.filter(({ says }) => says?.includes(only))).not.toEqual([]);
    }
  });

  test("name platforms, kernels and flavours that there are", () => {
    const { series, flavours } = faultyDescriptions(all, checkout, booted);
    for (const fault of faults) expect([...all.platforms.keys()]).toContain(fault.platform);
    for (const { kernel, flavour } of booted) {
      expect(["base", ...series.keys()]).toContain(kernel);
      expect([...flavours.keys()]).toContain(flavour);
    }
  });

  test("break a platform of their own: the good one stands beside it, as it was", () => {
    const broken = faultyDescriptions(all, checkout, booted);
    for (const [name, platform] of all.platforms) expect(broken.platforms.get(name)).toBe(platform);
    for (const fault of booted) expect(broken.platforms.has(platformOf(fault))).toBe(true);
  });

  test("change texts that a host's PID 1 has", () => {
    const { hostImages } = faultyDescriptions(all, checkout, booted);
    const images = booted.flatMap((fault) => imageOf(fault) ?? []);
    expect(images.length).toBeGreaterThan(0);
    for (const image of images) expect(hostImages.has(image)).toBe(true);
  });
});
