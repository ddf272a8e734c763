import { describe, expect, it } from "vitest";
import { judgedFaults } from "./fault-rig.ts";

/** A selftest says nothing while it runs; a second kernel has to boot in the drain. */
const clocks = { boot: 20, silence: 20, cap: 60, drain: 20 };

describe("what is asked of the kernel in a guest, made wrong", { tags: ["vm", "nightly"] }, () => {
  it("is seen by the kernel's own tests: rights that their programs need are gone", async () => {
    const seen = await judgedFaults(["selftest-rights"], "bare-q35-selftests", clocks);
    expect(seen).toMatchObject([{ verdict: "fail", reason: "test-failed", because: "power-off" }]);
  });

  it("is seen by the crash dump: no second kernel is there, or it finds other memory", async () => {
    const seen = await judgedFaults(["kdump-lost", "kdump-mark"], "bare-q35-kdump", clocks);
    expect(seen).toMatchObject([
      { fault: "kdump-lost", verdict: "fail", reason: "died" },
      { fault: "kdump-mark", verdict: "fail", reason: "test-failed" },
    ]);
  });
});
