// A console that is KTAP: what tests the hypervisor from inside its guests, such as XTF. Each result is the hypervisor's.

import type { Expected } from "../described/expected.ts";
import type { Allowed } from "../described/known.ts";
import type { GuestTest } from "../boot/guest-record.ts";
import type { KtapResult, KtapTest } from "../boot/ktap.ts";
import type { Finding } from "./finding.ts";
import { withoutAllowedTests } from "./judge-known.ts";

type Suite = {
  readonly tests: { readonly tests: readonly GuestTest[]; readonly allowed?: readonly Allowed[] };
  readonly finding?: Finding;
};

/** A test that fails comes before a plan that was not kept: where both are, the one may be why the other is. */
export function judgeSuite(
  { ktap }: { ktap?: KtapResult },
  { known }: Pick<Expected, "known">,
): Suite {
  const tests = (ktap?.tests ?? []).map(asTest);
  const { left, allowed } = withoutAllowedTests(tests, known);
  const found = failedTests(left) ?? brokenPlan(ktap?.problems ?? []) ?? nothingProved(tests);
  return {
    tests: { tests, ...(allowed.length ? { allowed } : {}) },
    ...(found ? { finding: found } : {}),
  };
}

function asTest({ name, result, detail }: KtapTest): GuestTest {
  return { record: "test", name, result, detail };
}

/** Where all that failed did so by dom0's clock alone, it is time that was short: then a busy machine may be why. */
function failedTests(tests: readonly GuestTest[]): Finding | undefined {
  const failed = tests.filter(({ result }) => result === "fail");
  if (!failed.length) return undefined;
  return {
    reason: failed.every(isLate) ? "hang" : "test-failed",
    fault: "hypervisor",
    summary: `${failed.length} of ${tests.length} tests failed: ${failed.map(({ name }) => name).join(", ")}`,
    detail: failed.map(({ name, detail }) => `${name}: ${detail}`),
  };
}

/** As images/dom0/init says it. */
function isLate({ detail }: GuestTest): boolean {
  return /; not done after \d+ s$|^not done after \d+ s$/.test(detail);
}

/** It broke off, or its lines are not what its makers promise. */
function brokenPlan(problems: readonly string[]): Finding | undefined {
  if (!problems.length) return undefined;
  const summary = `the tests did not come to their end: ${problems[0]}`;
  return { reason: "missing-records", fault: "infrastructure", summary, detail: problems };
}

function nothingProved(tests: readonly GuestTest[]): Finding | undefined {
  if (tests.some(({ result }) => result === "pass")) return undefined;
  return {
    reason: "missing-proof",
    fault: "infrastructure",
    summary: "no test passed, so nothing is proved of the hypervisor",
  };
}
