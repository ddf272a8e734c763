// What a platform must run, by the sentences that a reader gets.

import { describe, expect, test } from "vitest";
import type { GuestTest } from "../boot/guest-record.ts";
import { judgeProbes } from "./judge-probes.ts";

const common = { facts: {}, kunit: [], hypervisorSpeaks: false, known: [] };
const evidence = { console: [], absent: [], host: [], events: [], facts: {} };
const required = { by: "xen-pv-domu", probes: ["memory", "disk", "network"] };

function said(tests: Readonly<Record<string, GuestTest["result"]>>, detail = "why") {
  const records = Object.entries(tests).map(([name, result]) => ({
    record: "test" as const,
    name,
    result,
    detail,
  }));
  return judgeProbes(records, { ...common, evidence, required });
}

describe("of the tests that a platform must have", () => {
  test("all that ran are enough, whatever they came to and whatever else was skipped", () => {
    expect(said({ memory: "pass", disk: "fail", network: "pass", flask: "skip" })).toBeUndefined();
  });

  test("one that was skipped is a failure of the kernel's, with the guest's reason", () => {
    const detail = "no disk named tb-probe or xvdp";
    expect(said({ memory: "pass", disk: "skip", network: "pass" }, detail)).toEqual({
      reason: "test-skipped",
      fault: "series",
      summary: `the test disk was skipped: ${detail}; xen-pv-domu must have it`,
    });
  });

  test("one that never came is a failure too, and all are named", () => {
    expect(said({ memory: "pass", disk: "skip" })?.summary).toBe(
      "the test disk was skipped: why; the test network is not there; xen-pv-domu must have them",
    );
  });

  test("none is asked for where the platform is not known", () => {
    expect(judgeProbes([], { ...common, evidence })).toBeUndefined();
  });
});
