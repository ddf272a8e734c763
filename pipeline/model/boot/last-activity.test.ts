import { describe, expect, test } from "vitest";
import { lastActivity, runningTest } from "./last-activity.ts";
import type { GuestRecord, GuestTest } from "./guest-record.ts";

function said(...bodies: readonly GuestRecord[]) {
  return bodies.map((body, seq) => ({ line: seq + 1, nonce: "0", seq, body }));
}

function tests(...names: readonly string[]): GuestTest[] {
  return names.map((name) => ({ record: "test", name, result: "pass", detail: "" }));
}

const start = { record: "start", protocol: 1 } as const;
const fact = { record: "fact", name: "cpuid.leaf", value: "1" } as const;

describe("what a guest was doing", () => {
  test.each([
    ["as its PID 1 began", said(start)],
    ["at the fact cpuid.leaf, before its tests", said(start, fact)],
    ["after the test fpu (2 done)", said(start, ...tests("memory", "fpu"))],
    ["after its tests, at the fact cpuid.leaf", said(start, ...tests("fpu"), fact)],
    ["", said()],
  ])("is told by its last record: %s", (words, own) => {
    expect(lastActivity(own)).toBe(words);
  });

  test("is named by the order in which another guest ran its tests", () => {
    expect(runningTest(tests("memory"), [[], tests("memory", "fpu", "vdso")])).toBe("fpu");
  });

  test("is not guessed at where it did the last test, none, or one that nobody else did", () => {
    expect(runningTest(tests("vdso"), [tests("fpu", "vdso")])).toBeUndefined();
    expect(runningTest([], [tests("fpu")])).toBeUndefined();
    expect(runningTest(tests("other"), [tests("fpu", "vdso")])).toBeUndefined();
  });
});
