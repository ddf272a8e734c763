// Resolutions as text: what is written is read again, and what is wrong is named with its line.

import { describe, expect, test } from "vitest";
import { formatResolution, parseResolution, type Resolution } from "./resolution.ts";

const key = "ab".repeat(32);
const resolution: Resolution = {
  patch: "one.patch",
  head: "sid",
  pin: "linux-source-7.2 7.2.13-1 (sid)",
  commit: "1".repeat(40),
  author: "Zoë Ünal <z@example.org>",
  date: "2026-01-31",
  expires: "2026-12-31",
  why: "Both are wanted.\n\nSee the list.",
  answers: [
    {
      path: "drivers/ü.c",
      keys: [key, key],
      hunks: [
        { header: "@@ -1,2 +1,2 @@", oldStart: 1, newStart: 1, lines: [" a\n", "-b\n", "+c"] },
      ],
    },
  ],
};
const good = formatResolution(resolution);

test("what is written is read again", () => {
  expect(parseResolution(good)).toEqual(resolution);
  const { expires: _, ...plain } = { ...resolution, why: "" };
  expect(parseResolution(formatResolution(plain))).toEqual(plain);
});

describe("a text that is none", () => {
  test.each([
    ["an unknown field", good.replace("Head:", "Hat:"), 2, "not one of"],
    ["a field given twice", good.replace("Pin:", "Head:"), 3, "twice"],
    ["a field without a value", good.replace(/Pin: .*/, "Pin: "), 3, "empty"],
    ["no author", good.replace(/Author: .*\n/, ""), 7, "no `Author:`"],
    ["an author without an address", good.replace(/Author: .*/, "Author: me"), 5, "Author"],
    ["a commit that is none", good.replace(/Commit: .*/, "Commit: HEAD"), 4, "Commit"],
    ["a day that is none", good.replace("2026-12-31", "2026-02-30"), 7, "Expires"],
    ["no key", good.slice(0, good.indexOf("Key:")), 12, "no `Key:`"],
    ["a key that is none", good.replace("Key: ab", "Key: xy"), 13, "SHA-256"],
    ["a hunk that is cut off", good.slice(0, good.indexOf("-b")), 15, "diff"],
    ["words behind a hunk", `${good}and so on\n`, 15, "diff"],
    ["a path that moves", good.replace("+++ b/drivers", "+++ b/other"), 15, "diff"],
  ])("%s is refused with its line", (_, text, line, wrong) => {
    const found = parseResolution(text);
    expect(found).toMatchObject({ line });
    expect("wrong" in found ? found.wrong : "").toContain(wrong);
  });
});
