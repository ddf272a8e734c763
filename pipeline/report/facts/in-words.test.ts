import { expect, test } from "vitest";
import { verdicts } from "../../model/judge/verdict.ts";
import { pluralize } from "../../model/pluralize.ts";
import { durationInWords, momentInWords, signOf, sizeInWords } from "./in-words.ts";

test.each([
  [0, "0 ms"],
  [999, "999 ms"],
  [4230, "4.2 s"],
  [59_949, "59.9 s"],
  [59_999, "1 min 00 s"],
  [282_000, "4 min 42 s"],
  [3_599_700, "1 h 00 min"],
  [3_900_000, "1 h 05 min"],
])("%i ms are %s", (ms, words) => {
  expect(durationInWords(ms)).toBe(words);
});

test.each([
  [17, "17 bytes"],
  [1536, "1.5 KiB"],
  [5_402_624, "5.2 MiB"],
])("%i bytes are %s", (bytes, words) => {
  expect(sizeInWords(bytes)).toBe(words);
});

test("a moment is told to the minute, with its zone", () => {
  expect(momentInWords("2026-11-21T03:05:17.000Z")).toBe("2026-11-21 03:05 UTC");
});

test("one is singular, none and many are plural", () => {
  expect([0, 1, 2].map((count) => pluralize(count, "cell"))).toEqual([
    "0 cells",
    "1 cell",
    "2 cells",
  ]);
});

test("no two verdicts share a sign, so that colour is not needed", () => {
  expect(new Set(verdicts.map(signOf)).size).toBe(verdicts.length);
});
