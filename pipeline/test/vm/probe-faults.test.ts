import { describe, expect, it } from "vitest";
import { judgedFaults } from "./fault-rig.ts";

const failed = { verdict: "fail", reason: "test-failed", because: "power-off" };

describe("what a probe watches, made wrong in a real guest", { tags: ["vm"] }, () => {
  it("is seen by the probe: CPUs, locks, the disk, the network, the clock", async () => {
    const faults = ["cpu-stays", "unlocked", "disk-bit", "no-flush", "frame-bit"];
    const seen = await judgedFaults([...faults, "fast-clock"], "bare-q35-smp2");
    expect(seen).toEqual([
      ...faults.map((fault) => ({ fault, ...failed })),
      { fault: "fast-clock", ...failed, reason: "wrong-clock" },
    ]);
  });

  it("is seen by the probe: Xen's balloon, in its dom0", async () => {
    const faults = ["balloon-page", "balloon-stuck"];
    const seen = await judgedFaults(faults, "xen-pv-dom0");
    expect(seen).toEqual(faults.map((fault) => ({ fault, ...failed })));
  });
});
