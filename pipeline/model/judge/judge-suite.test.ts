// The tests of XTF are one guest's console of KTAP: a failure is the hypervisor's, a gap is no pass.

import { expect, test } from "vitest";
import type { GuestRecord } from "../boot/guest-record.ts";
import type { KtapResult, KtapTest } from "../boot/ktap.ts";
import type { Expected } from "../described/expected.ts";
import type { Known } from "../described/known.ts";
import { type Judgement, judge } from "./judge.ts";
import { pass } from "./outcome.ts";
import type { Witness } from "./witness.ts";
import { cellVerdict } from "./verdict.ts";

const expected: Expected = {
  evidence: { console: ["XTF: "], absent: [], host: [], events: [], facts: {} },
  facts: {},
  kunit: [],
  hypervisorSpeaks: false,
  known: [],
  foreign: true,
  ktap: true,
};

const allowed: Known = {
  known: "tcg",
  list: "allow",
  test: "^test-hvm64-fep$",
  reason: "TCG has none",
  link: "https://example.org/",
  expires: "2099-01-01",
};

function result(name: string, how: KtapTest["result"], line = 1): KtapTest {
  return { name, result: how, detail: "what it said", line };
}

const good = [result("test-pv64-example", "pass"), result("test-pv64-umip", "skip")];

function witness(bodies: readonly GuestRecord[], lines: readonly string[]): Witness {
  const nonce = "00112233445566aa";
  const records = bodies.map((body, seq) => ({ line: seq + 1, nonce, seq, body }));
  return {
    nonce,
    console: { name: "console.log", lines, segments: [], faults: [] },
    records: { records, damaged: [] },
    loadLines: new Set(),
  };
}

function judged(
  ktap: KtapResult,
  lines = ["XTF: 2 tests were run"],
  known: Known[] = [],
): Judgement {
  const host: GuestRecord[] = [
    { record: "test", name: "guest-created.xtf", result: "pass", detail: "" },
    { record: "fact", name: "guest.started", value: "xtf" },
  ];
  const seen = { guest: witness([], lines), host: { ...witness(host, []), guest: "xtf" } };
  const ended = { how: "exited", because: "power-off" } as const;
  return judge({ ...seen, ended, ktap }, { ...expected, known });
}

test("it passes when every test came to a result and none failed", () => {
  const { verdict, tests } = judged({ tests: good, problems: [] });
  expect([verdict, tests.map(({ name }) => name)]).toEqual([
    "pass",
    ["test-pv64-example", "test-pv64-umip"],
  ]);
});

test("a test that fails is the hypervisor's, by its name and its words", () => {
  const one = judged({ tests: [...good, result("test-pv64-xsa-444", "fail")], problems: [] });
  const { verdict, finding } = cellVerdict({ outcome: pass(one) }, { foreign: true });
  expect([verdict, finding?.reason, finding?.fault]).toEqual(["fail", "test-failed", "hypervisor"]);
  expect(finding?.summary).toBe("1 of 3 tests failed: test-pv64-xsa-444");
  expect(finding?.detail).toEqual(["test-pv64-xsa-444: what it said"]);
});

test("what is known to fail is said, and does not decide", () => {
  const tests = [...good, result("test-hvm64-fep", "fail")];
  const one = judged({ tests, problems: [] }, undefined, [allowed]);
  expect([one.verdict, one.allowed?.[0]?.by]).toEqual(["pass", "tcg"]);
});

test("what is known to fail in one way decides where it fails in another", () => {
  const tests = [...good, result("test-hvm64-fep", "fail")];
  const known = { ...allowed, said: "Vec 13 #GP" };
  expect(judged({ tests, problems: [] }, undefined, [known]).finding?.reason).toBe("test-failed");
  const said = [...good, { ...result("test-hvm64-fep", "fail"), detail: "Vec 13 #GP[0]" }];
  expect(judged({ tests: said, problems: [] }, undefined, [known]).verdict).toBe("pass");
});

test("where all that failed did so by dom0's clock, it is time that was short", () => {
  const late = { ...result("test-pv64-late", "fail"), detail: "so far; not done after 30 s" };
  const alone = judged({ tests: [...good, late], problems: [] });
  expect(alone.finding?.reason).toBe("hang");
  const both = [...good, late, result("test-pv64-xsa-444", "fail")];
  expect(judged({ tests: both, problems: [] }).finding?.reason).toBe("test-failed");
});

test.each([
  ["no result at all", [], [], "missing-proof"],
  ["nothing but tests that were skipped", good.slice(1), [], "missing-proof"],
  ["a plan that was not kept", good, ["line 2: 9 tests were planned"], "missing-records"],
])("%s is no pass, and nobody's fault but the machine's", (_, tests, problems, reason) => {
  const { verdict, finding } = judged({ tests, problems });
  expect([verdict, finding?.reason, finding?.fault]).toEqual(["infra", reason, "infrastructure"]);
});

test("without the host's last word the tests are not all of them", () => {
  expect(judged({ tests: good, problems: [] }, []).finding?.reason).toBe("wrong-platform");
});
