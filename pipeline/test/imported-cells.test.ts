// Results from elsewhere: judged by the same rules, for the kernel of their digest alone.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { importedResultSchema } from "../model/described/imported-result.ts";
import { runRecordSchema } from "../model/record/run-record.ts";
import { renderMarkdown } from "../report/markdown/markdown.ts";
import { checkoutWith } from "./description-rig.ts";
import { runFixture } from "./run-fixture.ts";
import { siteText } from "./site-rig.ts";
import { importedCells, importsOf } from "../plan/merge/imported-cells.ts";
import { readDescriptions } from "../plan/read/read-descriptions.ts";

const run = runFixture();
const kernelOf = (series: string) => {
  const kernel = run.kernels.find((one) => one.head === "sid" && one.series === series);
  if (!kernel) throw new Error(`the fixture has no kernel of ${series}`);
  return kernel;
};
const patched = kernelOf("hypervisor-sysfs");

function result(change: object = {}, of = patched) {
  return importedResultSchema.parse({
    result: "esxi",
    platform: "esxi-8",
    describes: "ESXi",
    kernel: of.digest,
    by: "A. Owner",
    when: "2026-11-20",
    where: "ESXi 8.0u3 on a server",
    facts: { "kernel.buildId": of.buildId },
    tests: [{ name: "fpu", result: "pass" }],
    ...change,
  });
}

const base = result({ result: "esxi-base" }, kernelOf("base"));
function verdictOf(...results: ReturnType<typeof result>[]): string | undefined {
  const cell = importedCells(results, run.kernels).find(({ series }) => series !== "base");
  return (
    cell && [cell.verdict, cell.finding?.reason, cell.finding?.fault].filter(Boolean).join(" ")
  );
}

const first = (text: string): string => text.split("\n")[0] ?? "";
const json = (platform: string): string => JSON.stringify({ ...result(), platform });

describe("an imported result", () => {
  test("passes by its build-id and its tests, and is marked as imported", () => {
    const [cell] = importedCells([result()], run.kernels);
    expect(cell).toMatchObject({
      verdict: "pass",
      realness: "imported",
      imported: { by: "A. Owner" },
    });
    expect(cell?.bootedIn).toBeUndefined();
  });

  test.each<[string, object, string]>([
    [
      "of another build-id is no proof",
      { facts: { "kernel.buildId": "00" } },
      "infra wrong-kernel infrastructure",
    ],
    ["without one neither", { facts: {} }, "infra wrong-kernel infrastructure"],
    [
      "with a failing test fails",
      { tests: [{ name: "fpu", result: "fail" }] },
      "fail test-failed series",
    ],
    [
      "without a test that passed proves nothing",
      { tests: [] },
      "infra missing-proof infrastructure",
    ],
  ])("%s", (_, change, expected) => {
    expect(verdictOf(result(change), base)).toBe(expected);
  });

  test("blames the series only beside one of the unpatched kernel that passes", () => {
    const failed = result({ tests: [{ name: "fpu", result: "fail" }] });
    const baseFailed = result({ tests: [{ name: "fpu", result: "fail" }] }, kernelOf("base"));
    expect(verdictOf(failed)).toBe("infra test-failed infrastructure");
    expect(verdictOf(failed, baseFailed)).toBe("base-broken test-failed head");
  });

  test("may be the guest's whole console, judged as a boot of ours", () => {
    const folder = join(import.meta.dirname, "console");
    const console = readFileSync(join(folder, "bare-q35-good.log"), "utf8");
    const kernel = { ...patched, buildId: "01d5605d864f1305321cd0ba44f45d9b0ba16c5b" };
    const whole = result({ console, facts: undefined, tests: undefined });
    expect(importedCells([whole], [kernel])[0]?.evidence.tests?.length).toBeGreaterThan(5);
    const cut = result({ console: console.slice(0, -400), facts: undefined, tests: undefined });
    expect(importedCells([cut], [kernel])[0]?.verdict).not.toBe("pass");
  });

  test("is read as `judge` reads it: behind what a logger puts before its lines", () => {
    const folder = join(import.meta.dirname, "console");
    const lines = readFileSync(join(folder, "bare-q35-good.log"), "utf8").split("\n");
    const kernel = { ...patched, buildId: "01d5605d864f1305321cd0ba44f45d9b0ba16c5b" };
    const cellOf = (all: readonly string[]) => {
      const console = all.map((line) => `Nov 29 06:36:00 host kernel: ${line}`).join("\n");
      const imported = result({ console, facts: undefined, tests: undefined });
      return importedCells(
        [imported, { ...imported, kernel: kernelOf("base").digest }],
        [kernel, { ...kernelOf("base"), buildId: kernel.buildId }],
      )[0];
    };
    const warning = "[    1.9] WARNING: CPU: 0 PID: 75 at kernel/tb.c:12 tb_probe+0x10/0x20";
    expect(cellOf(lines)?.verdict).toBe("pass");
    expect(cellOf(lines.toSpliced(-20, 0, warning))?.finding?.reason).toBe("oops");
  });

  test("of another kernel gives no cell, and is shown as such", async () => {
    const other = result({ kernel: "ab".repeat(32) });
    expect(importedCells([other], run.kernels)).toEqual([]);
    const imports = importsOf([other], run.kernels);
    expect(imports).toMatchObject([{ used: false }]);
    for (const text of [renderMarkdown({ ...run, imports }), await siteText({ ...run, imports })])
      expect(text).toContain("not for this kernel");
  });

  test("is never counted as booted here", () => {
    const results = [result()];
    const cells = [...run.cells, ...importedCells(results, run.kernels)];
    const record = runRecordSchema.parse({
      ...run,
      cells,
      imports: importsOf(results, run.kernels),
    });
    const before = first(renderMarkdown(run));
    expect(first(renderMarkdown(record))).toBe(`${before} 1 result imported.`);
  });

  test.each<[string, object]>([
    ["without an owner", { by: undefined }],
    ["with a day that is none", { when: "yesterday" }],
    ["with a digest that is none", { kernel: "abc" }],
    ["with neither console nor tests", { facts: undefined, tests: undefined }],
    ["with both", { console: "x" }],
  ])("%s is refused", (_, change) => {
    const { success } = importedResultSchema.safeParse({ ...result(), ...change });
    expect(success).toBe(false);
  });

  test("is read from YAML and from JSON, and may not take the name of a platform here", async () => {
    const root = await checkoutWith({ "results/esxi.json": json("esxi-8") });
    expect([...readDescriptions(root).results.keys()]).toEqual(["esxi"]);
    const taken = await checkoutWith({ "results/esxi.yaml": json("bare") });
    expect(() => readDescriptions(taken)).toThrow(/bare is one of Twinboot's own platforms/);
  });
});
