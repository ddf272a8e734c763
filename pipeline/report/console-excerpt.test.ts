import { describe, expect, test } from "vitest";
import { consoleExcerpt, decidingLines } from "./console-excerpt.ts";

const text = (lines: number): string =>
  Array.from({ length: lines }, (_, index) => `line ${index + 1}\r\n`).join("");

const spans = (excerpt: ReturnType<typeof consoleExcerpt>) =>
  excerpt.runs.map((run) => [run[0]?.number, run.at(-1)?.number]);

const numbersAround = (deciding: number) =>
  decidingLines(text(20), deciding).map((one) => one.number);

describe("a console's excerpt", () => {
  test("is the whole of a short console, line feeds and carriage returns gone", () => {
    const excerpt = consoleExcerpt(text(2));
    expect(excerpt).toEqual({
      runs: [
        [
          { number: 1, text: "line 1" },
          { number: 2, text: "line 2" },
        ],
      ],
      total: 2,
      leftOut: 0,
    });
  });

  test("is the last 200 lines of a long one", () => {
    const excerpt = consoleExcerpt(text(300));
    expect(spans(excerpt)).toEqual([[101, 300]]);
    expect(excerpt.leftOut).toBe(100);
  });

  test.each<[number, number[][], number]>([
    [
      500,
      [
        [480, 520],
        [801, 1000],
      ],
      759,
    ],
    [790, [[770, 1000]], 769],
    [780, [[760, 1000]], 759],
    [
      779,
      [
        [759, 799],
        [801, 1000],
      ],
      759,
    ],
    [
      3,
      [
        [1, 23],
        [801, 1000],
      ],
      777,
    ],
    [1000, [[801, 1000]], 800],
  ])("always shows the deciding line %i with 20 on either side", (deciding, shown, leftOut) => {
    const excerpt = consoleExcerpt(text(1000), deciding);
    expect(spans(excerpt)).toEqual(shown);
    expect(excerpt.leftOut).toBe(leftOut);
  });

  test.each([0, -1, 1001])("does without a deciding line that it does not have: %i", (deciding) => {
    expect(spans(consoleExcerpt(text(1000), deciding))).toEqual([[801, 1000]]);
    expect(decidingLines(text(1000), deciding)).toEqual([]);
  });

  test("of nothing is nothing", () => {
    expect(consoleExcerpt("", 1)).toEqual({ runs: [], total: 0, leftOut: 0 });
  });

  test("has a shorter form around the deciding line, within the console's bounds", () => {
    expect(numbersAround(10)).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18]);
    expect(numbersAround(1)[0]).toBe(1);
    expect(numbersAround(20).at(-1)).toBe(20);
  });
});
