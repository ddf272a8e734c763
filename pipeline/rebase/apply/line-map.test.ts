// Which line of one text became which of another.

import { describe, expect, test } from "vitest";
import { Random } from "../../model/random.ts";
import { lineMap, spanIn } from "./line-map.ts";

const letters = (text: string): string[] => text.split("");

describe("a line map", () => {
  test("keeps what stayed and drops what went", () => {
    expect(lineMap(letters("abcde"), letters("aXcde"))).toEqual([0, -1, 2, 3, 4]);
    expect(lineMap(letters("abcde"), letters("cde"))).toEqual([-1, -1, 0, 1, 2]);
    expect(lineMap(letters("abc"), [])).toEqual([-1, -1, -1]);
  });

  test("is not led astray by lines that stand everywhere", () => {
    expect(lineMap(letters("}f}}g}"), letters("}}h}f}}g}"))).toEqual([0, 4, 5, 6, 7, 8]);
  });

  test("is a rising match of equal lines, whatever the texts", () => {
    const random = new Random(7);
    for (let round = 0; round < 300; round += 1) {
      const some = () =>
        Array.from({ length: random.below(30) }, () => random.oneOf(letters("abcdefgh")));
      const [before, after] = [some(), some()];
      const map = lineMap(before, after);
      const kept = map.filter((place) => place !== -1);
      expect(kept).toEqual([...new Set(kept)].toSorted((a, b) => a - b));
      for (const [at, place] of map.entries())
        if (place !== -1) expect(after[place]).toBe(before[at]);
    }
  });

  test.each([
    { as: "as it was", before: "abcdef", after: "XXabcdef", span: [2, 4], found: [4, 6] },
    {
      as: "with what was put into it",
      before: "abcdef",
      after: "abcXXdef",
      span: [2, 4],
      found: [2, 6],
    },
    {
      as: "with what replaced its first line",
      before: "abcdef",
      after: "abXYdef",
      span: [2, 4],
      found: [2, 5],
    },
    { as: "empty where it went", before: "abcdef", after: "abef", span: [2, 4], found: [2, 2] },
    {
      as: "between its neighbours where it is none",
      before: "abcdef",
      after: "abXcdef",
      span: [2, 2],
      found: [2, 3],
    },
    { as: "at the end", before: "abc", after: "abX", span: [2, 3], found: [2, 3] },
  ] as const)("gives a span $as", ({ before, after, span, found }) => {
    expect(spanIn(lineMap(letters(before), letters(after)), span, after.length)).toEqual(found);
  });
});
