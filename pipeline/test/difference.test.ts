// Two boots side by side: what is new, what is gone, and what differs always and says nothing.

import { describe, expect, test } from "vitest";
import { segmentsOf } from "../parse/console/console-segments.ts";
import { noticesOf, normalLines } from "../parse/console/normal-console.ts";
import { type Compared, differenceOf } from "../model/boot/difference.ts";

function boot(change: Partial<Compared> = {}): Compared {
  const facts = { "clocksource.current": "tsc", "clock.end": "17", "kernel.buildId": "aa" };
  return { facts, tests: [{ name: "fpu", result: "pass" }], notices: ["a: failed"], ...change };
}

describe("the difference of two boots", () => {
  test("is none where only names and readings differ", () => {
    const facts = { "clocksource.current": "tsc", "clock.end": "18", "kernel.buildId": "bb" };
    expect(differenceOf(boot(), boot({ facts }))).toBeUndefined();
  });

  test("names new and lost complaints, changed and lost facts, tests that fail here", () => {
    const here = boot({
      facts: { "cpu.flags": "sse2" },
      tests: [{ name: "fpu", result: "fail" }],
      notices: ["b: failed"],
    });
    expect(differenceOf(boot(), here)).toEqual({
      newNotices: ["b: failed"],
      lostNotices: ["a: failed"],
      facts: [
        { name: "clocksource.current", there: "tsc" },
        { name: "cpu.flags", here: "sse2" },
      ],
      tests: [{ name: "fpu", there: "pass", here: "fail" }],
    });
  });
});

const normal = (text: string): string | undefined => normalLines(segmentsOf([text]))[0]?.normal;

describe("a normalised console", () => {
  test.each([
    ["time stamps", "[    0.123456] ACPI: x", "[    9.9] ACPI: x"],
    ["a caller's CPU", "[    0.1][    T1] x", "[    0.1][   T17] x"],
    ["addresses", "BIOS-e820: [mem 0x0000-0x9fbff]", "BIOS-e820: [mem 0x0001-0x9fc00]"],
    ["bare addresses", "percpu: ffff88807dc00000 s", "percpu: ffff9a1f7da00000 s"],
    ["sizes", "Memory: 491068K/523768K available", "Memory: 491064K/523764K available"],
    [
      "the nonce",
      "Command line: tb.nonce=00112233445566aa",
      "Command line: tb.nonce=8899aabbccddeeff",
    ],
    ["process ids", "init[12]: x", "init[345]: x"],
  ])("does not differ by %s", (_, one, other) => {
    expect(normal(one)).toBe(normal(other));
  });

  test("differs by words", () => {
    expect(normal("clocksource: tsc")).not.toBe(normal("clocksource: hpet"));
    expect(normal("added as facade")).toBe("added as facade");
  });

  test("has no records, and complains each thing once", () => {
    const lines = [
      "@tb 00 1 00 {} failed",
      "[ 0.1] a 1 failed",
      "[ 0.2] a 2 failed",
      "[ 0.3] fine",
    ];
    expect(noticesOf(segmentsOf(lines))).toEqual(["a # failed"]);
  });
});
