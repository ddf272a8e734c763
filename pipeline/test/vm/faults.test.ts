import { describe, expect, it } from "vitest";
import { type Expectation, judgedFaults } from "./fault-rig.ts";

const expectations: readonly Expectation[] = [
  { fault: "none", verdict: "pass", because: "power-off" },
  { fault: "panic", verdict: "fail", reason: "panic", because: "early-exit" },
  { fault: "exit", verdict: "fail", reason: "panic", because: "early-exit" },
  { fault: "reboot", verdict: "fail", reason: "died", because: "early-exit" },
  { fault: "hang", verdict: "fail", reason: "hang", because: "silence" },
  { fault: "silent", verdict: "fail", reason: "hang", because: "silence" },
  { fault: "fakepass", verdict: "fail", reason: "hang", because: "silence" },
  { fault: "lost", verdict: "infra", reason: "missing-records", because: "power-off" },
  { fault: "corrupt", verdict: "infra", reason: "damaged-records", because: "power-off" },
  { fault: "segv", verdict: "fail", reason: "test-failed", because: "power-off" },
  { fault: "failtest", verdict: "fail", reason: "test-failed", because: "power-off" },
  { fault: "nopoweroff", verdict: "pass", because: "unclean" },
];

describe("a planted fault in a real guest", { tags: ["vm"] }, () => {
  it("gets its verdict, and none passes but the guest that only does not power off", async () => {
    const seen = await judgedFaults(expectations.map(({ fault }) => fault));
    expect(seen).toEqual(expectations);
  });
});
