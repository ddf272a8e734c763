import { describe, expect, it } from "vitest";
import type { Certification, CertifiedPlatform } from "./certification.ts";
import { certificationFixture } from "../../test/certification-fixture.ts";
import { comparedTo, hasRegressions } from "./against.ts";

function found(platform: Partial<CertifiedPlatform>): Certification {
  const [kvm] = certificationFixture.platforms;
  return { ...certificationFixture, platforms: kvm ? [{ ...kvm, ...platform }] : [] };
}

const config = new Map([
  ["CONFIG_XEN_PV", "y"],
  ["CONFIG_VIRTIO_BLK", "y"],
  ["CONFIG_USB", "y"],
]);

function compared(now: Partial<CertifiedPlatform>, options: ReadonlyMap<string, string> = config) {
  return comparedTo({ found: found({}), config }, { found: found(now), config: options });
}

describe("a kernel against the one before it", () => {
  it("has no regression where nothing is worse", () => {
    const better = { facts: { "clocksource.current": "kvm-clock", "sys.new": "1" } };
    expect(hasRegressions(compared(better))).toBe(false);
  });

  it.each<[string, Partial<CertifiedPlatform>, string]>([
    ["a worse word", { word: "not certified" }, "it was certified, and is not certified"],
    [
      "a test that is skipped now",
      { mandatory: [{ name: "memory", result: "skip", detail: "" }] },
      'the test memory passed; now it is "skip"',
    ],
    ["a test that is gone", { mandatory: [] }, "the test memory passed; it does not run any more"],
    [
      "a new warning",
      { notices: ["x86: a known complaint", "WARNING: at mm/x.c"] },
      "a new complaint: WARNING: at mm/x.c",
    ],
    [
      "a feature that is gone",
      { facts: {} },
      'clocksource.current was "kvm-clock", and is not there any more',
    ],
  ])("has one for %s", (_, now, sentence) => {
    const [platform] = compared(now).platforms;
    expect(platform?.regressions).toContain(sentence);
  });

  it("has one for an option of guests that is gone, or only a module", () => {
    const options = new Map([["CONFIG_VIRTIO_BLK", "m"]]);
    expect(compared({}, options).options).toEqual([
      { option: "XEN_PV", before: "y", now: "n" },
      { option: "VIRTIO_BLK", before: "y", now: "m" },
    ]);
  });
});
