// The tests that a platform must run: one that is skipped, or that never came, has not passed.

import type { Expected } from "../described/expected.ts";
import { type Finding, kernelFault } from "./finding.ts";
import type { GuestTest } from "../boot/guest-record.ts";

/** Failed tests do not concern this rule: they did run. */
export function judgeProbes(
  tests: readonly GuestTest[],
  { required }: Expected,
): Finding | undefined {
  if (!required) return undefined;
  const sentences = required.probes.flatMap((name) => {
    const test = tests.find((one) => one.name === name);
    return test && test.result !== "skip" ? [] : [notRun(name, test)];
  });
  if (!sentences.length) return undefined;
  return {
    reason: "test-skipped",
    fault: kernelFault,
    summary: `${sentences.join("; ")}; ${required.by} must have ${sentences.length === 1 ? "it" : "them"}`,
  };
}

/** `test`: undefined where it never came. */
export function notRun(name: string, test: Pick<GuestTest, "detail"> | undefined): string {
  return test ? `the test ${name} was skipped: ${test.detail}` : `the test ${name} is not there`;
}
