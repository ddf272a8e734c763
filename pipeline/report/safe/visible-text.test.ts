import { describe, expect, test } from "vitest";
import { hostileTexts } from "../../test/hostile-texts.ts";
import { cutText, oneLine, visibleText } from "./visible-text.ts";

describe("visible text", () => {
  test("shows control characters as pictures, and invisible ones by their number", () => {
    expect(visibleText("\u001B[31m\0\u007F")).toBe("␛[31m␀␡");
    expect(visibleText("\u009B\u202E\u2028")).toBe("‹U+009B›‹U+202E›‹U+2028›");
  });

  test("keeps tabs, line feeds and everything that can be seen", () => {
    expect(visibleText("a\tb\n\u00FC \u4E2D \u{1F600}")).toBe("a\tb\nü 中 \u{1F600}");
  });

  test.each(hostileTexts)("holds nothing invisible: %s", (_, text) => {
    expect(visibleText(text).replace(/[\t\n]/gu, "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(visibleText(text).isWellFormed()).toBe(true);
  });

  test("on one line is no longer than asked, and marks what it lost", () => {
    expect(oneLine("one\n  two\tthree")).toBe("one two three");
    expect(oneLine("abcdef", 4)).toBe("abc…");
    expect(oneLine("abcd", 4)).toBe("abcd");
    expect(oneLine(`${" ".repeat(5000)}end`, 10)).toBe("end");
  });

  test("does not cut a character in two", () => {
    expect(oneLine("ab\u{1F600}cd", 4).isWellFormed()).toBe(true);
    expect(cutText("ab\u{1F600}cd", 3).isWellFormed()).toBe(true);
  });

  test("says how much a cut took away", () => {
    expect(cutText("x".repeat(2500))).toBe(`${"x".repeat(2000)} … (cut here, 500 more characters)`);
    expect(cutText("x".repeat(2000))).toBe("x".repeat(2000));
  });
});
