// @module-tag process

import { expect, test } from "vitest";
import { changedSince } from "./changed-since.ts";

/** A diff that replaces `count` lines. */
function diff(count: number, edit: (line: string, at: number) => string = (line) => line): string {
  const range = Array.from({ length: count }, (_, at) => at);
  const old = range.map((at) => `-old ${at}\n`);
  const fresh = range.map((at) => `+${edit(`new ${at}`, at)}\n`);
  return `diff --git a/f.c b/f.c\n--- a/f.c\n+++ b/f.c\n@@ -9,${count + 1} +9,${count + 1} @@\n around\n${[...old, ...fresh].join("")}`;
}

const first =
  (changed: number) =>
  (line: string, at: number): string =>
    at < changed ? `${line} changed` : line;

// A line that is changed is one of the old diff and one of the new.
// prettier-ignore
test.each([
  ["one line of ten pairs: 2 of 40", diff(10, first(1)), { lines: 2, of: 40, substantial: false }],
  ["two lines of ten pairs: 4 of 40, just what is allowed", diff(10, first(2)), { lines: 4, of: 40, substantial: false }],
  ["three lines of ten pairs: 6 of 40", diff(10, first(3)), { lines: 6, of: 40, substantial: true }],
  ["white space", diff(10, (line) => ` ${line}\t`), { lines: 0, of: 40, substantial: false }],
  ["other context and another place", diff(10).replace(" around", " elsewhere").replaceAll("9,", "99,"), { lines: 0, of: 40, substantial: false }],
  ["the same lines in another file", diff(10).replaceAll("f.c", "g.c"), { lines: 40, of: 40, substantial: true }],
  ["the same lines in a file of another mode", diff(10).replace("--- a", "old mode 100644\nnew mode 100755\n--- a"), { lines: 1, of: 41, substantial: false }],
  ["no diff any more", "words\n", { lines: 20, of: 20, substantial: true }],
])("%s", async (_, now, expected) => {
  expect(await changedSince(diff(10), now)).toEqual(expected);
});

test("lines that only changed places count: a lock taken elsewhere is another patch", async () => {
  const moved = diff(10).replace("+new 0\n", "").replace("+new 9\n", "+new 9\n+new 0\n");
  expect((await changedSince(diff(10), moved)).lines).toBe(2);
});

const binary = (id: string): string =>
  `diff --git a/b b/b\nindex 1111111..${id} 100644\nGIT binary patch\nliteral 1\nIcmZPo000310RR91\n\n`;

test("a binary file that changed always counts", async () => {
  const { substantial } = await changedSince(binary("2222222"), binary("3333333"));
  expect(substantial).toBe(true);
});

test("ten megabytes are compared", async () => {
  const { lines } = await changedSince(diff(300_000), diff(300_000, first(1)));
  expect(lines).toBe(2);
});
