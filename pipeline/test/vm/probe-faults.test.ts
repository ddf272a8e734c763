import { describe, expect, it } from "vitest";
import { type Expectation, judgedFaults } from "./fault-rig.ts";

function failing(fault: string, reason = "test-failed"): Expectation {
  return { fault, verdict: "fail", reason, because: "power-off" };
}

/** A probe waits fifteen seconds for a CPU, in silence; the clocks are multiplied by six under TCG. */
const patient = { boot: 5, silence: 5, cap: 20, drain: 0.5 };

describe("what a probe watches, made wrong in a real guest", { tags: ["vm"] }, () => {
  it("is seen by the probe: CPUs, locks, the disk, the network, the clock", async () => {
    const faults = ["cpu-stays", "unlocked", "disk-bit", "no-flush", "frame-bit"];
    const seen = await judgedFaults([...faults, "fast-clock"], "bare-q35-smp2", patient);
    expect(seen).toEqual([
      ...faults.map((fault) => failing(fault)),
      failing("fast-clock", "wrong-clock"),
    ]);
  });

  it("is seen by the probe: Xen's balloon, in its dom0", async () => {
    const faults = ["balloon-page", "balloon-stuck"];
    const seen = await judgedFaults(faults, "xen-pv-dom0");
    expect(seen).toEqual(faults.map((fault) => failing(fault)));
  });
});
