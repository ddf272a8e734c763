import { describe, expect, test } from "vitest";
import type { GuestTest } from "../boot/guest-record.ts";
import { isAbsence } from "./finding.ts";
import { judgeProof } from "./judge-proof.ts";

const console = { name: "console.log", lines: [], segments: [], faults: [] };
const skipped = "0 passed, 0 failed, 6 skipped";

function summaryOf(tests: readonly GuestTest[], skips?: Record<string, string>) {
  return findingOf(tests, skips)?.summary;
}

function findingOf(tests: readonly GuestTest[], skips?: Record<string, string>) {
  const memory: GuestTest = { record: "test", name: "memory", result: "pass", detail: "" };
  const evidence = { console: [], absent: [], host: [], events: [], facts: {} };
  const common = { facts: {}, kunit: ["events"], hypervisorSpeaks: false, known: [] };
  const expected = { evidence, ...common, ...(skips ? { skips } : {}) };
  return judgeProof(console, {}, [memory, ...tests], expected);
}

function suite(result: GuestTest["result"], detail: string): GuestTest {
  return { record: "test", name: "kunit.events", result, detail };
}

describe("a KUnit suite that the series promises", () => {
  const told = { events: "not running on Xen" };

  test("has to pass", () => {
    expect(summaryOf([suite("pass", "6 passed")])).toBeUndefined();
    expect(summaryOf([suite("skip", `${skipped}: not running on Xen`)])).toBe(
      `the KUnit suite events did not report a pass: ${skipped}: not running on Xen`,
    );
  });

  test("may be skipped where the series says so, with the reason it says", () => {
    expect(summaryOf([suite("skip", `${skipped}: not running on Xen`)], told)).toBeUndefined();
    expect(summaryOf([suite("pass", "6 passed")], told)).toBeUndefined();
  });

  test.each([
    ["another reason", [suite("skip", `${skipped}: several reasons`)]],
    ["no reason", [suite("skip", skipped)]],
    ["nothing at all", []],
  ])("is missing where it may be skipped and gives %s", (_, tests) => {
    expect(summaryOf(tests, told)).toMatch(
      /^the KUnit suite events did not report a pass, nor a skip with the reason "not running on Xen"/,
    );
  });

  test("decides even once where it was skipped; where it did not come, the boot is repeated", () => {
    const skip = suite("skip", `${skipped}: not running on Xen`);
    expect([findingOf([skip]), findingOf([])].map((one) => one && isAbsence(one))).toEqual([
      false,
      true,
    ]);
  });

  test("is not let off because another one may be skipped", () => {
    const other = { grants: "not running on Xen" };
    expect(summaryOf([suite("skip", `${skipped}: not running on Xen`)], other)).toBeDefined();
    expect(summaryOf([suite("skip", `${skipped}: undefined`)])).toBeDefined();
  });
});
