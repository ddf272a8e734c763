// Planted faults in guests of other architectures than x86: each gets the verdict that it gets on a PC.

import { describe, expect, it } from "vitest";
import { type Expectation, judgedFaults } from "./fault-rig.ts";

const expectations: readonly Expectation[] = [
  { fault: "none", verdict: "pass", because: "power-off" },
  { fault: "panic", verdict: "fail", reason: "panic", because: "early-exit" },
  { fault: "exit", verdict: "fail", reason: "panic", because: "early-exit" },
  { fault: "reboot", verdict: "fail", reason: "died", because: "early-exit" },
  { fault: "hang", verdict: "fail", reason: "hang", because: "silence" },
  { fault: "fakepass", verdict: "fail", reason: "hang", because: "silence" },
  { fault: "lost", verdict: "infra", reason: "missing-records", because: "power-off" },
  { fault: "segv", verdict: "fail", reason: "test-failed", because: "power-off" },
  { fault: "nopoweroff", verdict: "pass", because: "unclean" },
];

/** Firmware of POWER takes its time. */
const clocks = { boot: 20, silence: 8, cap: 60, drain: 2 };

describe("a planted fault in a guest of", { tags: ["vm", "nightly"] }, () => {
  it.each(["bare-arm64", "bare-arm64-vhe", "pseries", "powernv9", "bare-riscv64", "s390-virtio"])(
    "%s gets its verdict",
    async (platform) => {
      const faults = expectations.map(({ fault }) => fault);
      expect(await judgedFaults(faults, platform, clocks)).toEqual(expectations);
    },
  );
});
