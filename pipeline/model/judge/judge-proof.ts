// The second half of judging: a guest that completed must also have proved its identity, and that it works.

import type { ConsoleFacts } from "./console-fault.ts";
import { type Finding, kernelFault } from "./finding.ts";
import type { GuestTest } from "../boot/guest-record.ts";
import type { Expected } from "../described/expected.ts";

type Facts = Readonly<Record<string, string>>;

/** Identity, platform, tests, then what the series promises; the first that does not hold. */
export function judgeProof(
  console: ConsoleFacts,
  facts: Facts,
  tests: readonly GuestTest[],
  expected: Expected,
): Finding | undefined {
  return (
    kernelIdentity(facts, expected) ??
    platformOnConsole(console, expected) ??
    platformInFacts(facts, expected) ??
    failedTest(tests, expected) ??
    promisedFact(facts, expected) ??
    promisedSuite(tests, expected)
  );
}

function kernelIdentity(facts: Facts, expected: Expected): Finding | undefined {
  const { buildId } = expected;
  const seen = facts["kernel.buildId"];
  if (!buildId || seen === buildId) return undefined;
  const summary = seen
    ? `the guest runs build-id ${seen}, not ${buildId} that was built`
    : `the guest did not report its build-id; ${buildId} was built`;
  return { reason: "wrong-kernel", fault: "infrastructure", summary };
}

/** What must stand on its console, and what must not. */
export function platformOnConsole(console: ConsoleFacts, expected: Expected): Finding | undefined {
  const { console: texts, absent, panic } = expected.evidence;
  const wanted = panic === undefined ? texts : [...texts, panic];
  const lacking = wanted.find((text) => !console.lines.some((line) => line.includes(text)));
  if (lacking !== undefined) return wrongPlatform(`the console never says "${lacking}"`);
  const at = console.lines.findIndex((line) => absent.some((text) => line.includes(text)));
  if (at === -1) return undefined;
  const text = console.lines[at] ?? "";
  return {
    ...wrongPlatform(`the console says what this platform must not: "${text.trim()}"`),
    line: { in: console.name, line: at + 1, text },
  };
}

function platformInFacts(facts: Facts, expected: Expected): Finding | undefined {
  const wrong = firstDifference(facts, expected.evidence.facts);
  return wrong === undefined ? undefined : wrongPlatform(wrong);
}

function wrongPlatform(summary: string): Finding {
  return { reason: "wrong-platform", fault: kernelFault, summary };
}

function failedTest(tests: readonly GuestTest[], { excused }: Expected): Finding | undefined {
  const all = tests.filter((test) => test.result === "fail");
  const failed = all.filter(({ name }) => !excused?.tests.includes(name));
  const too = all.filter((test) => !failed.includes(test));
  const passed = tests.some((test) => test.result === "pass");
  if (!failed.length && passed) return undefined;
  if (!failed.length)
    return {
      reason: "missing-proof",
      fault: "infrastructure",
      summary: "the guest ran no test that passed",
    };
  return {
    reason: "test-failed",
    fault: kernelFault,
    summary: `${failed.length} of ${tests.length} tests failed: ${failed.map((test) => test.name).join(", ")}`,
    detail: [
      ...failed.map((test) => `${test.name}: ${test.detail}`),
      ...too.map(({ name }) => `${name}: fails on ${excused?.by} too`),
    ],
  };
}

function promisedFact(facts: Facts, expected: Expected): Finding | undefined {
  const wrong = firstDifference(facts, expected.facts);
  if (!wrong) return undefined;
  return { reason: "unexpected-fact", fault: kernelFault, summary: wrong };
}

/** A suite must pass, or be skipped as a whole where the series says so, for the reason it says. */
function promisedSuite(tests: readonly GuestTest[], expected: Expected): Finding | undefined {
  const lacking = expected.kunit.flatMap((suite) => {
    const test = tests.find(({ name }) => name === `kunit.${suite}`);
    const reason = expected.skips?.[suite];
    if (test?.result === "pass" || (test && reason !== undefined && isSkipped(test, reason)))
      return [];
    const wanted = reason === undefined ? "" : `, nor a skip with the reason "${reason}"`;
    const what = `${suite} did not report a pass${wanted}${test ? `: ${test.detail}` : ""}`;
    return { what, said: test !== undefined };
  });
  if (!lacking.length) return undefined;
  return {
    // A skip was said by the guest, and decides even once; a suite that did not come may have been late.
    reason: lacking.some(({ said }) => said) ? "test-skipped" : "missing-proof",
    fault: kernelFault,
    summary: `the KUnit suite ${lacking.map(({ what }) => what).join("; ")}`,
  };
}

function isSkipped(test: GuestTest, reason: string): boolean {
  return test.result === "skip" && test.detail.endsWith(` skipped: ${reason}`);
}

function firstDifference(
  facts: Facts,
  wanted: Readonly<Record<string, string | null>>,
): string | undefined {
  for (const [name, value] of Object.entries(wanted)) {
    const seen = facts[name];
    if ((seen ?? null) === value) continue;
    const there = seen === undefined ? "absent" : `"${seen}"`;
    return `the fact ${name} is ${there}; it was expected to be ${value === null ? "absent" : `"${value}"`}`;
  }
  return undefined;
}
