// What the patches alone decide: each rule passes on a real series, and fails where the one thing that it is for is wrong.

import { describe, expect, test } from "vitest";
import { author, type Mail, posted, real } from "../test/posted-rig.ts";
import { changeLogs } from "./change-logs.ts";
import { coverLetter } from "./cover-letter.ts";
import { patchCount } from "./patch-count.ts";
import { patchRules } from "./patch-rules.ts";
import { subjects } from "./subjects.ts";
import { tags } from "./tags.ts";

const signed = `Signed-off-by: ${author}`;
const other = "B. Other <b@example.org>";

const patches = (count: number): Mail[] => Array.from({ length: count }, () => ({}));
const long = (length: number): string => `x86: ${"A".repeat(length - 5)}`;
const seen = (lines: readonly string[], more: Mail = {}) =>
  tags.see(posted([{ ...more, tags: lines }]));

test.each(patchRules)("$check passes on the checkout's own series", ({ see }) => {
  expect(see(real)).toMatchObject({ outcome: "passed" });
});

describe("patch-count", () => {
  test("fifteen patches pass, sixteen fail", () => {
    expect(patchCount.see(posted(patches(15))).outcome).toBe("passed");
    expect(patchCount.see(posted(patches(16)))).toMatchObject({
      outcome: "failed",
      words: "16 patches: post the first 15 or so and wait",
    });
  });
});

describe("cover-letter", () => {
  test("two patches need none, three do", () => {
    expect(coverLetter.see(posted([{}, {}], false)).outcome).toBe("not-applicable");
    expect(coverLetter.see(posted([{}, {}, {}], false)).outcome).toBe("failed");
  });
});

describe("subjects", () => {
  test.each([
    ["x86/xen: Fix the foo", "passed", ""],
    ["KVM: x86: Fix the foo", "passed", ""],
    ["driver core: hypervisor: Add a type", "passed", ""],
    ['x86/mm: "nopat" is a word', "passed", ""],
    ["Fix the foo", "failed", "1/1: no subsystem before the summary: Fix the foo"],
    [
      "x86/xen: fix the foo",
      "failed",
      "1/1: the summary does not begin with a capital: x86/xen: fix the foo",
    ],
    ["x86/xen: Fix the foo.", "failed", "1/1: ends with a full stop: x86/xen: Fix the foo."],
    ["x86/xen: Fixed the foo", "failed", "1/1: not in imperative mood: x86/xen: Fixed the foo"],
    ["x86/xen: Address the foo", "passed", ""],
    ["setup.c: Fix the foo", "failed", "1/1: a file name as prefix: setup.c: Fix the foo"],
  ])("%s", (subject, outcome, words) => {
    const line = subjects.see(posted([{ subject }]));
    expect(line.outcome).toBe(outcome);
    if (words) expect(line.words).toBe(words);
  });

  test("75 characters pass, 76 fail", () => {
    expect(subjects.see(posted([{ subject: long(75) }])).outcome).toBe("passed");
    expect(subjects.see(posted([{ subject: long(76) }])).words).toMatch(/^1\/1: 76 characters/);
  });

  test("two patches of one subject fail, and the second is named", () => {
    expect(subjects.see(posted([{}, {}])).details).toEqual([
      "2/2: the same subject as patch 1: x86/foo: Add a bar",
    ]);
  });
});

describe("change-logs", () => {
  test.each<[string, string, string]>([
    ["an empty one", "", "1/1: there is no change log"],
    ["a wide line", `a ${"b".repeat(74)}`, `1/1: 76 columns: a ${"b".repeat(74)}`],
    [
      "this patch",
      "This patch adds a bar.",
      '1/1: "make xyzzy do frotz", not "this patch makes": This patch adds a bar.',
    ],
  ])("%s fails", (_, log, words) => {
    expect(changeLogs.see(posted([{ log }]))).toMatchObject({ outcome: "failed", words });
  });

  test.each([
    ["an address", `See https://lore.kernel.org/${"a".repeat(80)}`],
    ["a line of a log", `    [    0.000000] ${"word ".repeat(20)}`],
    ["a word that cannot be cut", "w".repeat(90)],
  ])("%s may be wide", (_, log) => {
    expect(changeLogs.see(posted([{ log }])).outcome).toBe("passed");
  });
});

describe("tags", () => {
  test("the whole order of the tip tree passes", () => {
    const all = [
      'Fixes: 0123456789ab ("x86: Old")',
      "Reported-by: R <r@example.org>",
      "Closes: https://example.org/1",
      "Reported-by: S <s@example.org>",
      "Suggested-by: T <t@example.org>",
      `Co-developed-by: ${other}`,
      `Signed-off-by: ${other}`,
      signed,
      "Signed-off-by: Handler <h@example.org>",
      "Tested-by: U <u@example.org>",
      "Reviewed-by: V <v@example.org>",
      "Acked-by: W <w@example.org>",
      "Cc: stable@vger.kernel.org",
      "Link: https://example.org/2",
    ];
    expect(seen(all)).toEqual({ outcome: "passed", words: "14 tags", details: [] });
  });

  test.each([
    [
      "Fixes: behind the signature",
      [signed, 'Fixes: 0123456789ab ("x86: Old")'],
      "1/1: Fixes: stands behind Signed-off-by:, and belongs before it",
    ],
    [
      "Cc: before the signature",
      ["Cc: a@example.org", signed],
      "1/1: Signed-off-by: stands behind Cc:, and belongs before it",
    ],
    ["no signature", ["Acked-by: W <w@example.org>"], "1/1: there is no Signed-off-by:"],
    [
      "somebody else's signature",
      [`Signed-off-by: ${other}`],
      `1/1: the author is ${author}, and ${other} signs off as such`,
    ],
    [
      "a co-author who does not sign",
      [`Co-developed-by: ${other}`, signed],
      `1/1: no Signed-off-by: follows Co-developed-by: ${other}`,
    ],
    [
      "the author as co-author",
      [`Co-developed-by: ${author}`, signed, signed],
      `1/1: the author is not a co-author: ${author}`,
    ],
    [
      "a tag that is there twice",
      [signed, "Acked-by: W <w@example.org>", "Acked-by: W <w@example.org>"],
      "1/1: twice: Acked-by: W <w@example.org>",
    ],
  ])("%s fails", (_, lines, words) => {
    const { outcome, details } = seen(lines);
    expect(outcome).toBe("failed");
    expect(details).toContain(words);
  });

  test("a tag in the middle of the change log fails, a word with a colon does not", () => {
    const log = "Note: this is no tag.\n\nReviewed-by: V <v@example.org>\n\nMore words.";
    expect(seen([signed], { log }).details).toEqual([
      "1/1: a tag outside the last paragraph: Reviewed-by: V <v@example.org>",
    ]);
  });

  test("a handler's note among the tags is none", () => {
    expect(seen(["[ h: Updated change log ]", signed]).outcome).toBe("passed");
  });
});
