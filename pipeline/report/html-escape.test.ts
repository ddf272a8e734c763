import { describe, expect, test } from "vitest";
import type { RunRecord } from "../model/run-record.ts";
import { hostileRun } from "../test/hostile-run.ts";
import { harmless, hostileTexts } from "../test/hostile-texts.ts";
import { attributes, shownText, structureOf } from "../test/read-html.ts";
import { consolesFixture, runFixture } from "../test/run-fixture.ts";
import { renderHtml } from "./html.ts";
import { cutText } from "./visible-text.ts";

const run = runFixture();

/** The page of a run full of the text; it stands in the consoles too. */
function hostilePage(text: string): string {
  const record: RunRecord = hostileRun(text);
  const consoles = new Map(
    [...consolesFixture(record)].map(([digest, lines]) => [
      digest,
      `${lines}${`${text}\nline\n`.repeat(3)}`,
    ]),
  );
  return renderHtml(record, consoles);
}

describe("a hostile text in the page", () => {
  test.each(hostileTexts)("builds no element and no attribute: %s", (_, text) => {
    const html = hostilePage(text);
    expect(structureOf(html)).toEqual(structureOf(hostilePage(harmless(text))));
    expect(html.replace(/[\t\n]/gu, "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
  });

  test.each(hostileTexts)("is shown for what it is: %s", (_, text) => {
    const line = (text.split("\n")[0] ?? "").replaceAll("\r", "");
    expect(shownText(hostilePage(text))).toContain(cutText(line));
  });

  test("does not make the page grow with it", () => {
    const long = hostilePage("x".repeat(1_000_000));
    expect(long).toContain("more characters)");
    expect(long.length).toBeLessThan(5_000_000);
  });

  test("cannot make two cells share a name", () => {
    const cells = run.cells.map((cell) => Object.assign({}, cell, { head: "<", platform: ">" }));
    const ids = attributes(renderHtml(runFixture({ cells }), consolesFixture()), "id");
    expect(new Set(ids).size).toBe(ids.length);
  });
});
