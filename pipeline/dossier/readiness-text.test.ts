import { expect, test } from "vitest";
import type { Check } from "../model/record/check.ts";
import { digestOf } from "../model/digest.ts";
import { hostileTexts } from "../test/hostile-texts.ts";
import { readinessText, staleChecks } from "./readiness-text.ts";

const [series, base] = [digestOf("patches"), "a".repeat(40)];

function check(change: Partial<Check> = {}): Check {
  return {
    check: "checkpatch",
    rule: "Patches pass scripts/checkpatch.pl.",
    source: "Documentation/process/submitting-patches.rst",
    outcome: "passed",
    words: "nothing was found",
    details: [],
    series,
    ...change,
  };
}

test("what failed comes first, what applies to nothing last", () => {
  const text = readinessText([
    check({ check: "stable", outcome: "not-applicable" }),
    check(),
    check({ check: "timing", outcome: "person" }),
    check({ check: "boots", outcome: "failed", details: ["0003: panic"] }),
  ]);
  const names = [...text.matchAll(/^(\w+): /gm)].map(([, name]) => name);
  expect(names).toEqual(["boots", "timing", "checkpatch", "stable"]);
  expect(text).toMatch(/^4 checks: 1 FAILED, 1 to be answered by a person, 1 passed/);
  expect(text).toContain("    | 0003: panic\n");
});

test("without checks it says so: an absent proof is no pass", () => {
  expect(readinessText([])).toBe("No checks of this series are kept.\n");
});

test("a check of other patches is stale", () => {
  const stale = staleChecks([check(), check({ series: digestOf("older") })], { series, base });
  expect(stale).toEqual(["checkpatch: it looked at other patches"]);
});

test("a check on another tree is stale; one that read the patches alone is not", () => {
  const here = [check({ base }), check()];
  expect(staleChecks(here, { series, base })).toEqual([]);
  expect(staleChecks([check({ base: "b".repeat(40) })], { series, base })).toHaveLength(1);
});

test.each(hostileTexts)("is plain text of 75 columns with %s in it", (_, text) => {
  const shown = readinessText([
    check({ check: text, rule: text, source: text, words: text, details: [text] }),
  ]);
  expect(Math.max(...shown.split("\n").map((line) => line.length))).toBeLessThanOrEqual(75);
  expect(shown.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
});
