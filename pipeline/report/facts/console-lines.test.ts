import { describe, expect, test } from "vitest";
import { consoleLines, decidingLines } from "./console-lines.ts";

const text = (lines: number): string =>
  Array.from({ length: lines }, (_, index) => `line ${index + 1}\r\n`).join("");

const numbersAround = (deciding: number) =>
  decidingLines(text(20), deciding).map((one) => one.number);

describe("a console's lines", () => {
  test("are split at line feeds, without carriage returns and without an empty last one", () => {
    expect(consoleLines(text(2))).toEqual(["line 1", "line 2"]);
    expect(consoleLines("a\n\nb")).toEqual(["a", "", "b"]);
    expect(consoleLines("")).toEqual([]);
  });
});

describe("the deciding line", () => {
  test("stands with 4 lines before and 8 after it", () => {
    expect(numbersAround(10)).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18]);
  });

  test("stands at either end with what there is", () => {
    expect(numbersAround(1)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(numbersAround(20)).toEqual([16, 17, 18, 19, 20]);
  });

  test.each([0, 21])("is none that the text does not have: %i", (line) => {
    expect(numbersAround(line)).toEqual([]);
  });
});
