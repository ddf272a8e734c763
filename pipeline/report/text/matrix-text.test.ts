import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { hostileTexts } from "../../test/hostile-texts.ts";
import { panicText, runFixture } from "../../test/run-fixture.ts";
import type { RunRecord } from "../../model/record/run-record.ts";
import { matrixText } from "./matrix-text.ts";
import { widestOf } from "../safe/text-columns.ts";

const run = runFixture();
const plain = (record: RunRecord): string => matrixText(record, { colour: false });
const flat = (text: string): string => text.replace(/\s+/gu, " ");

describe("the matrix as text", () => {
  test("is a table with one line for each platform below its group, its columns aligned", () => {
    const [table = ""] = plain(run).split("\n\n");
    const [names = "", ...rows] = table.split("\n");
    const at = names.indexOf("sid hypervisor-sysfs");
    const shown = rows.map((row) => [row.trim().split(" ")[0], row.slice(at).split(" ")[0]]);
    expect(shown).toEqual([
      ["Bare", ""],
      ["bare-q35", "pass"],
      ["bare-microvm", "pass"],
      ["Xen", ""],
      ["xen-pv-dom0", "fail"],
      ["xen-pv-domu", "pass"],
    ]);
    expect(rows[1]).toMatch(/^ {2}bare-q35 +pass \(run 11\) +pass +pass +blocked$/u);
  });

  test("keeps its columns where a name is wide or combines characters", () => {
    const names = ["裸機", "e\u0301tat", "bare-q35"];
    const cells = run.cells
      .slice(0, 3)
      .map((cell, at) => Object.assign({}, cell, { platform: names[at] }));
    const rows = plain(runFixture({ cells }))
      .split("\n")
      .filter((row) => row.includes("pass"));
    const before = rows.map((row) => widestOf([row.slice(0, row.indexOf("pass"))]));
    expect(new Set(before).size).toBe(1);
  });

  test("names for each cell that is no pass who must act, what is wrong and where it shows", () => {
    const findings = plain(run).split("\n\n").at(-1) ?? "";
    expect(findings.match(/^(fail|blocked) /gmu)).toHaveLength(5);
    expect(flat(findings)).toContain(
      `fail sid hypervisor-sysfs xen-pv-dom0: the series must act: ${flat(panicText)} (console.log:260)`,
    );
    expect(flat(findings)).toContain(
      "bookworm-6.12 hypervisor-sysfs xen-pv-domu: the series must act: hypervisor-sysfs: xen-sysfs-use-generic-type.patch does not apply",
    );
  });

  test("shows the deciding line where the summary does not quote it", () => {
    const cells = run.cells.map((cell) =>
      cell.verdict === "fail" && cell.finding
        ? Object.assign({}, cell, { finding: { ...cell.finding, summary: "it fell over" } })
        : cell,
    );
    expect(flat(plain(runFixture({ cells })))).toContain(
      `it fell over (console.log:260: ${flat(panicText)})`,
    );
  });

  test("has no second part where every cell passes in this run", () => {
    const passing = run.cells.filter((cell) => cell.verdict === "pass" && !cell.reused);
    expect(plain(runFixture({ cells: passing }))).not.toContain("\n\n");
  });

  test("is never wider than 100 columns, however many platforms and however long the words", () => {
    const cells = Array.from({ length: 12 }, (_, index) =>
      Object.assign({}, run.cells[6], { platform: `platform-${index}-${"long".repeat(9)}` }),
    );
    const text = plain(runFixture({ cells }));
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
    for (const { platform } of cells) expect(text).toContain(platform.slice(0, 23));
  });

  test("has colour only where asked, and the same words with it", () => {
    const coloured = matrixText(run, { colour: true });
    expect(coloured).not.toBe(plain(run));
    expect(stripVTControlCharacters(coloured)).toBe(plain(run));
    expect(plain(run)).toBe(stripVTControlCharacters(plain(run)));
  });

  test("says so where there is no cell", () => {
    expect(plain(runFixture({ cells: [] }))).toBe("No cell was judged.\n");
  });

  test.each(hostileTexts)("lets nothing out to the terminal or the runner: %s", (_, text) => {
    const cells = run.cells.map((cell) =>
      Object.assign({}, cell, {
        head: text,
        platform: `${text}${cell.platform}`,
        finding: {
          reason: "panic",
          fault: "series",
          summary: text,
          line: { in: text, line: 1, text },
        },
      }),
    );
    const shown = plain(runFixture({ cells }));
    expect(shown.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
    expect(shown).not.toMatch(/^\s*::|##\[/mu);
    expect(Math.max(...shown.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
  });
});
