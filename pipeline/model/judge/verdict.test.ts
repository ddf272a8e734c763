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

function withTests(results: Readonly<Record<string, "pass" | "skip">>, wrong?: Finding): Judged {
  const tests = Object.entries(results).map(([name, result]) => ({
    record: "test" as const,
    name,
    result,
    detail: "no disk",
  }));
  const verdict = wrong ? "fail" : "pass";
  const rest = { cleanEnd: true, facts: {}, tests };
  return { outcome: pass({ verdict, ...(wrong ? { finding: wrong } : {}), ...rest }) };
}

const proved = withTests({ memory: "pass", disk: "pass", flask: "skip", "kunit.list": "pass" });

describe("a test that passes without the series", () => {
  test("must run with it", () => {
    const skipped = withTests({ memory: "pass", disk: "skip", "kunit.list": "pass" });
    expect(cellVerdict(skipped, { base: proved })).toEqual({
      verdict: "fail",
      finding: {
        reason: "test-skipped",
        fault: "series",
        summary: "the test disk was skipped: no disk; without the series it passes",
      },
    });
  });

  test("must be there, a suite of KUnit as any other", () => {
    const { verdict, finding: why } = cellVerdict(withTests({ memory: "pass", disk: "pass" }), {
      base: proved,
    });
    expect([verdict, why?.summary]).toEqual([
      "fail",
      "the test kunit.list is not there; without the series it passes",
    ]);
  });

  test("may be lost where the base loses it too, in one of its boots", () => {
    const skipped = withTests({ memory: "pass", disk: "skip", "kunit.list": "pass" });
    const both = [proved, skipped].map(({ outcome }) => (outcome as { value: Judgement }).value);
    expect(cellVerdict(skipped, { base: { ...proved, boots: both } }).verdict).toBe("pass");
  });

  test("is lost beside one that the base lost too: the platform had to have both", () => {
    const wrong = finding("test-skipped");
    const both = withTests({ memory: "skip", disk: "skip", "kunit.list": "pass" }, wrong);
    const base = withTests({ memory: "pass", disk: "skip", "kunit.list": "pass" }, wrong);
    expect(cellVerdict(both, { base }).finding).toMatchObject({ fault: "series" });
    expect(cellVerdict(base, { base }).verdict).toBe("base-broken");
  });

  test("is not asked of a boot that did not come to it", () => {
    const { finding: why } = cellVerdict(withTests({ memory: "pass" }, finding("hang")), {
      base: proved,
    });
    expect(why?.reason).toBe("hang");
  });
});

const boots = (...reasons: (FindingReason | undefined)[]) =>
  reasons.map((one) => {
    const { outcome } = judged(one && finding(one));
    return (outcome as { value: Judgement }).value;
  });

describe("where time ran out", () => {
  test("for the base too, in the same minutes, nobody is blamed", () => {
    const base = { ...passed, boots: boots(undefined, undefined, "wrong-clock") };
    expect(cellVerdict(failed("wrong-clock"), { base })).toMatchObject({
      verdict: "infra",
      finding: {
        fault: "infrastructure",
        summary: "wrong-clock; so it was without the series, in 1 of 3 boots",
      },
    });
  });

  test("for the series alone, or in another way, the series is blamed", () => {
    const well = { ...passed, boots: boots(undefined, undefined, undefined) };
    expect(cellVerdict(failed("hang"), { base: well }).verdict).toBe("fail");
    const other = { ...passed, boots: boots(undefined, undefined, "silence") };
    expect(cellVerdict(failed("hang"), { base: other }).verdict).toBe("fail");
  });
});

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

  test.each([
    ["once blames nobody", false, passed, "infra host-failed infrastructure"],
    [
      "in every boot, and never without the series, is the series'",
      true,
      passed,
      "fail host-failed series",
    ],
    [
      "in every boot, and without the series too, blames nobody",
      true,
      judged(finding("host-failed", "infrastructure")),
      "infra host-failed infrastructure",
    ],
  ])("a host that stops answering %s", (_, always, base, expected) => {
    const own = { ...judged(finding("host-failed", "infrastructure")), always };
    const { verdict, finding: why } = cellVerdict(own, { base });
    expect([verdict, why?.reason, why?.fault].join(" ")).toBe(expected);
  });

  test("an error's hint comes along", () => {
    expect(cellVerdict(blocked(error)).finding).toMatchObject({
      summary: "the mirror is away",
      detail: ["look at it"],
    });
  });
});

/** Failing tests by name; those with a dash before passed. `behind`: what would be found if all had passed. */
function tested(names: string, behind?: Finding): Judged {
  const tests = names
    .split(" ")
    .filter(Boolean)
    .map((word) => ({
      record: "test" as const,
      name: word.replace("-", ""),
      result: word.startsWith("-") ? ("pass" as const) : ("fail" as const),
      detail: "",
    }));
  const wrong = tests.some(({ result }) => result === "fail");
  const seen = { cleanEnd: true, facts: {}, tests };
  if (!wrong) return { outcome: pass({ verdict: "pass", ...seen }) };
  const judgement = { verdict: "fail" as const, finding: finding("test-failed"), ...seen };
  return { outcome: pass(behind ? { ...judgement, behindTests: behind } : judgement) };
}

// prettier-ignore
const tests: readonly (readonly [string, Judged, Judged, readonly Judged[], string, RegExp | undefined])[] = [
  ["a test that fails on the base too does not block", tested("fpu -tsc"), tested("fpu -tsc"), [], "base-broken test-failed head", /1 test fails without the series too: fpu/],
  ["one that fails with the series only is the series'", tested("fpu"), tested("-fpu"), [], "fail test-failed series", /1 test fails with the series only: fpu$/],
  ["a new failure beside an old one is the series'", tested("fpu tsc"), tested("fpu -tsc"), [], "fail test-failed series", /with the series only: tsc; without the series too: fpu$/],
  ["of two that fail on the base one was mended", tested("fpu -tsc"), tested("fpu tsc"), [], "base-broken test-failed head", undefined],
  ["a test that only the series brings is the series'", tested("kunit.new"), tested("-fpu"), [], "fail test-failed series", undefined],
  ["one that fails on bare hardware, and the base here never ran, does not block", tested("fpu"), failed("panic"), [tested("fpu")], "base-broken test-failed head", undefined],
  ["one that fails on bare hardware and passes on the base here is the series'", tested("fpu"), tested("-fpu"), [tested("fpu")], "fail test-failed series", undefined],
  ["where the base panicked, nobody knows", tested("fpu"), failed("panic"), [], "infra test-failed infrastructure", undefined],
  ["where the base was not judged, nobody knows", tested("fpu"), blocked(error), [], "infra test-failed infrastructure", undefined],
  ["behind known failures a broken promise is still seen", tested("fpu", finding("unexpected-fact")), tested("fpu"), [], "fail unexpected-fact series", undefined],
  ["and one that the base breaks too is not", tested("fpu", finding("wrong-clock")), tested("fpu", finding("wrong-clock")), [], "base-broken wrong-clock head", undefined],
];

describe("a failing test:", () => {
  test.each(tests)("%s", (...[, own, base, bare, expected, said]) => {
    const { verdict, finding: why } = cellVerdict(own, { base, bare });
    expect([verdict, why?.reason, why?.fault].join(" ")).toBe(expected);
    if (said) expect(why?.summary).toMatch(said);
  });
});

describe("a hypervisor under which the unpatched kernel fails, and it passes under another,", () => {
  const elsewhere = passed;

  test("is to blame for that, with the series too", () => {
    const why = { reason: "hang", fault: "hypervisor", summary: "hang" };
    expect(cellVerdict(failed("hang"), { elsewhere })).toEqual({ verdict: "fail", finding: why });
    const base = failed("hang");
    const own = cellVerdict(failed("hang"), { base, elsewhere });
    expect(own).toEqual({ verdict: "base-broken", finding: why });
  });

  test("is to blame for guests whose host does not work", () => {
    const host = { ...failed("panic"), platform: "dom0" };
    const { verdict, finding: why } = cellVerdict(failed("hang"), { host, elsewhere });
    expect([verdict, why?.fault]).toEqual(["blocked", "hypervisor"]);
  });

  test.each([
    ["what the series alone does there", failed("panic"), { base: passed, elsewhere }, "series"],
    ["what fails under the other one too", failed("panic"), { elsewhere: failed("hang") }, "head"],
    [
      "what was not booted under the other one",
      failed("panic"),
      { elsewhere: blocked(error) },
      "head",
    ],
    [
      "the machine's own failures",
      judged(finding("missing-proof", "infrastructure")),
      { elsewhere },
      "infrastructure",
    ],
    ["a build that fails under both", unbuilt, { elsewhere: unbuilt }, "head"],
  ] as const)("and not for %s", (_, own, against, fault) => {
    expect(cellVerdict(own, against).finding?.fault).toBe(fault);
  });
});
