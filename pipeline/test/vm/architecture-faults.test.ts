// Planted faults in guests of other architectures than x86: each gets the verdict that it gets on a PC.

import { describe, expect, it } from "vitest";
import { guestFaults, judgedFaults } from "./fault-rig.ts";

/** Firmware of POWER takes its time. */
const clocks = { boot: 20, silence: 8, cap: 60, drain: 2 };

describe("a planted fault in a guest of", { tags: ["vm", "nightly"] }, () => {
  it.each(["bare-arm64", "bare-arm64-vhe", "pseries", "powernv9", "bare-riscv64", "s390-virtio"])(
    "%s gets its verdict",
    async (platform) => {
      const faults = guestFaults.map(({ fault }) => fault);
      expect(await judgedFaults(faults, platform, clocks)).toEqual(guestFaults);
    },
  );
});
