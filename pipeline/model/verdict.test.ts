// Whose fault: a cell against the same cell of the unpatched head.

import { describe, expect, test } from "vitest";
import type { Fault, Finding, FindingReason } from "./finding.ts";
import type { Judgement } from "./judge.ts";
import { fail, type Outcome, pass } from "./outcome.ts";
import { cellVerdict, type Judged } from "./verdict.ts";

function finding(reason: FindingReason, fault: Fault = "series"): Finding {
  return { reason, fault, summary: reason };
}

function judged(wrong?: Finding): Judged {
  const verdict = wrong ? (wrong.fault === "infrastructure" ? "infra" : "fail") : "pass";
  const judgement: Judgement = { verdict, cleanEnd: true, facts: {}, tests: [] };
  return { outcome: pass(wrong ? { ...judgement, finding: wrong } : judgement) };
}

function blocked(blockedBy?: Outcome): Judged {
  const outcome = { status: "blocked", by: "step" } as const;
  return blockedBy ? { outcome, blockedBy } : { outcome };
}

const passed = judged();
const error: Outcome = { status: "error", message: "the mirror is away", hint: "look at it" };
const failed = (reason: FindingReason) => judged(finding(reason));
const conflict = blocked(fail(finding("conflict")));
const unbuilt = blocked(fail(finding("build-failed")));

/** Own, base (absent: this is the base), and what the cell comes to. */
// prettier-ignore
const cells: readonly (readonly [string, Judged, Judged | undefined, string])[] = [
  ["a pass is a pass", passed, passed, "pass"],
  ["a pass is a pass where the base fails", passed, failed("panic"), "pass"],
  ["a fail where the base passes is the series'", failed("panic"), passed, "fail panic series"],
  ["a fail that the base has too is the head's", failed("panic"), failed("panic"), "base-broken panic head"],
  ["another fail than the base's blames nobody", failed("panic"), failed("hang"), "infra panic infrastructure"],
  ["a fail where the base was not judged blames nobody", failed("panic"), blocked(error), "infra panic infrastructure"],
  ["a fail where the base's record is at fault blames nobody", failed("panic"), judged(finding("damaged-records", "infrastructure")), "infra panic infrastructure"],
  ["a fail where the base could not be built blames nobody", failed("panic"), unbuilt, "infra panic infrastructure"],
  ["the hypervisor's fault stays the hypervisor's", judged(finding("hypervisor-crash", "hypervisor")), failed("panic"), "fail hypervisor-crash hypervisor"],
  ["a record at fault stays infrastructure", judged(finding("missing-records", "infrastructure")), passed, "infra missing-records infrastructure"],
  ["the base's own fail is the head's", failed("panic"), undefined, "fail panic head"],
  ["the base's hypervisor is not the head", judged(finding("hypervisor-crash", "hypervisor")), undefined, "fail hypervisor-crash hypervisor"],
  ["a base that does not build is the head's", unbuilt, undefined, "blocked build-failed head"],
  ["a conflict blocks, and is the series'", conflict, passed, "blocked conflict series"],
  ["a conflict stays the series' where the base fails", conflict, failed("panic"), "blocked conflict series"],
  ["a conflict stays the series' where the base was not judged", conflict, blocked(error), "blocked conflict series"],
  ["a build that fails with the series only is the series'", unbuilt, passed, "blocked build-failed series"],
  ["a build that fails without the series too is the head's", unbuilt, unbuilt, "base-broken build-failed head"],
  ["an option lost by the description stays the description's", blocked(fail(finding("option-lost", "description"))), passed, "blocked option-lost description"],
  ["an error is infrastructure", { outcome: error }, passed, "infra missing-proof infrastructure"],
  ["being blocked by an error is infrastructure", blocked(error), passed, "infra missing-proof infrastructure"],
];

describe("a cell's verdict:", () => {
  test.each(cells)("%s", (_, own, base, expected) => {
    const { verdict, finding: why } = cellVerdict(own, base && { base });
    expect([verdict, why?.reason, why?.fault].filter(Boolean).join(" ")).toBe(expected);
  });

  test("who is not blamed is told why", () => {
    expect(cellVerdict(failed("panic"), { base: failed("hang") }).finding?.summary).toBe(
      'panic (the unpatched head came to "fail" here, so the series cannot be blamed)',
    );
  });

  const works = { ...passed, platform: "xen-pv-dom0" };
  const broken = { ...failed("panic"), platform: "xen-pv-dom0" };

  test.each([
    [
      "a fail under a host that works alone stays the series'",
      failed("hang"),
      works,
      "fail hang series",
    ],
    [
      "a fail under a host that fails alone is blocked, and the head's",
      failed("hang"),
      broken,
      "blocked host-failed head",
    ],
    [
      "a fail under a host whose own record is at fault is blocked",
      failed("hang"),
      { ...judged(finding("missing-records", "infrastructure")), platform: "h" },
      "blocked host-failed infrastructure",
    ],
    ["a pass needs no host that passes: it has its own proof", passed, broken, "pass"],
    [
      "a fail is not blocked by a host that was never judged",
      failed("hang"),
      { ...unbuilt, platform: "h" },
      "fail hang series",
    ],
    [
      "a record at fault stays infrastructure under a broken host",
      judged(finding("missing-records", "infrastructure")),
      broken,
      "infra missing-records infrastructure",
    ],
  ])("%s", (_, own, host, expected) => {
    const { verdict, finding: why } = cellVerdict(own, { base: passed, host });
    expect([verdict, why?.reason, why?.fault].filter(Boolean).join(" ")).toBe(expected);
  });

  test("an error's hint comes along", () => {
    expect(cellVerdict(blocked(error)).finding).toMatchObject({
      summary: "the mirror is away",
      detail: ["look at it"],
    });
  });
});
