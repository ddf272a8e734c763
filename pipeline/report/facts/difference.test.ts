// Differences and allowed faults, in the formats that show them.

import { describe, expect, test } from "vitest";
import { runRecordSchema } from "../../model/record/run-record.ts";
import { runFixture } from "../../test/run-fixture.ts";
import { siteText } from "../../test/site-rig.ts";
import { boundLines, diffText } from "../text/diff-text.ts";
import { renderMarkdown } from "../markdown/markdown.ts";

const difference = {
  newNotices: ["<script>: failed"],
  lostNotices: ["hpet: lost"],
  facts: [{ name: "clocksource.current", there: "tsc", here: "jiffies" }],
  tests: [{ name: "fpu", there: "pass" as const }],
};
const allowed = [
  {
    by: "acrn-tsc",
    reason: "QEMU cannot",
    link: "https://lore.example/1",
    expires: "2027-01-01",
    text: "WARNING: tsc",
  },
];
const run = runFixture();
const cells = run.cells.map((cell, index) =>
  index === 5 ? Object.assign({}, cell, { difference, allowed }) : cell,
);
const changed = runRecordSchema.parse({ ...run, cells });

describe.each([
  ["Markdown", renderMarkdown(changed), renderMarkdown(run)],
  ["HTML", await siteText(changed), await siteText(run)],
])("in %s", (name, text, without) => {
  test("a cell shows how it differs from the base", () => {
    const flat = text.replaceAll("&gt;", ">");
    expect(flat).toContain("test fpu: pass -> absent");
    expect(flat).toContain("fact clocksource.current: tsc -> jiffies");
    expect(flat).toContain("- hpet: lost");
    expect(text).toMatch(/Differences to the base/u);
    if (name === "HTML") expect(text).not.toContain("<script>");
  });

  test("a fault that was allowed is shown with entry, reason and last day", () => {
    for (const word of ["acrn", "QEMU cannot", "2027", "WARNING"]) expect(text).toContain(word);
  });

  test("a cell without either says nothing of them", () => {
    expect(without).not.toMatch(/Differences|llowed by/u);
  });
});

const line = (normal: string, text = normal) => ({ normal, text });

test("two consoles are told apart by their normal lines, shown as they stand", () => {
  const lines = boundLines(
    [line("a #", "a 1"), line("b"), line("c"), line("c")],
    [line("a #", "a 2"), line("d", "\u001b[2Jd")],
  );
  expect(lines).toEqual({ gone: ["b", "c"], added: ["\u001b[2Jd"] });
  const text = diffText("x/y/z", "x/y/w", difference, lines);
  expect(text).toMatch(/^--- x\/y\/z\n\+\+\+ x\/y\/w\ntest fpu: pass -> absent\n/u);
  expect(text).not.toContain("\u001b");
});
