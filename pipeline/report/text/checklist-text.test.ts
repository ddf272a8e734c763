// The checklist as it is read.

import { describe, expect, test } from "vitest";
import type { Check, CheckOutcome } from "../../model/record/check.ts";
import { checklistText } from "./checklist-text.ts";

const check = (name: string, outcome: CheckOutcome, details: readonly string[] = []): Check => ({
  check: name,
  rule: `The rule of ${name}.`,
  source: "Documentation/process/x.rst",
  outcome,
  words: `seen of ${name}`,
  details,
  series: "0".repeat(64),
});

const plain = { colour: false };

describe("the checklist", () => {
  test("begins with what failed, then what a person must look at; each line has its rule and source", () => {
    const text = checklistText(
      [
        check("one", "passed"),
        check("two", "not-applicable"),
        check("three", "person"),
        check("four", "failed", ["a.c:1: wrong", "a.c:2: wrong"]),
      ],
      plain,
    );
    expect(text).toBe(`FAILED  four: seen of four
    The rule of four.
    Documentation/process/x.rst
      a.c:1: wrong
      a.c:2: wrong
for a person  three: seen of three
    The rule of three.
    Documentation/process/x.rst
passed  one: seen of one
    The rule of one.
    Documentation/process/x.rst
not applicable  two: seen of two
    The rule of two.
    Documentation/process/x.rst
1 failed, 1 for a person, 1 passed, 1 not applicable
`);
  });

  test("does not say twice what one line says", () => {
    expect(checklistText([check("one", "failed", ["seen of one"])], plain)).not.toMatch(/\n {6}/);
  });

  test("tells how many details it leaves out", () => {
    const details = Array.from({ length: 40 }, (_, at) => `a.c:${at}: wrong`);
    const text = checklistText([check("one", "failed", details)], plain);
    expect(text).toContain("      a.c:14: wrong\n      and 25 more\n");
  });

  test("shows what is hostile in a patch, and does nothing with it", () => {
    const text = checklistText([check("one", "failed", ["\u001B[2J::error::x", "b"])], plain);
    expect(text).not.toContain("\u001B");
  });
});
