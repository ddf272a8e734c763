// Whose fault it is under a hypervisor that a series of this checkout made of another one.

import { describe, expect, test } from "vitest";
import type { Fault, Finding, FindingReason } from "./finding.ts";
import { pass } from "./outcome.ts";
import { cellVerdict, type Judged } from "./verdict.ts";

function finding(reason: FindingReason, fault: Fault = "series"): Finding {
  return { reason, fault, summary: reason };
}

function judged(wrong?: Finding): Judged {
  const verdict = wrong ? (wrong.fault === "infrastructure" ? "infra" : "fail") : "pass";
  const rest = { cleanEnd: true, facts: {}, tests: [] };
  return { outcome: pass({ verdict, ...(wrong ? { finding: wrong } : {}), ...rest }) };
}

const passed = judged();
const failed = (reason: FindingReason) => judged(finding(reason));

describe("a hypervisor that a series made", () => {
  const under = { hypervisorSeries: "faster", elsewhere: passed };
  const crash = judged(finding("hypervisor-crash", "hypervisor"));

  test("passes where the unpatched kernel passes", () => {
    expect(cellVerdict(passed, under)).toEqual({ verdict: "pass" });
  });

  test.each([
    ["what its own console says", crash, under, "fail", "series"],
    ["what the unpatched kernel does under it alone", failed("hang"), under, "fail", "series"],
    [
      "what the unpatched kernel does without it too",
      failed("hang"),
      { ...under, elsewhere: failed("hang") },
      "base-broken",
      "head",
    ],
    [
      "what the other half does with it alone",
      failed("panic"),
      { ...under, base: passed },
      "fail",
      "series",
    ],
    [
      "what the unpatched kernel does beside the other half too",
      failed("hang"),
      { ...under, base: failed("hang") },
      "base-broken",
      "series",
    ],
    [
      "guests whose dom0 does not work with it",
      failed("hang"),
      { ...under, host: { ...crash, platform: "dom0" } },
      "blocked",
      "series",
    ],
    [
      "the machine's own failures",
      judged(finding("missing-proof", "infrastructure")),
      under,
      "infra",
      "infrastructure",
    ],
  ] as const)("answers, or does not, for %s", (...[, own, against, verdict, fault]) => {
    const { finding: why, ...rest } = cellVerdict(own, against);
    expect([rest.verdict, why?.fault]).toEqual([verdict, fault]);
  });
});
