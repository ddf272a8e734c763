import { describe, expect, test } from "vitest";
import type { RunCell } from "../../model/record/run-record.ts";
import { runFixture } from "../../test/run-fixture.ts";
import { imageStatement, kernelImages } from "./kernel-images.ts";

const run = runFixture();

/** The statement on sid's unpatched kernel once its first cell is changed. */
function statementWith(change: Partial<RunCell>): string {
  const cells = run.cells.map((cell, index) => (index === 0 ? { ...cell, ...change } : cell));
  const [image] = kernelImages(runFixture({ cells }));
  return image ? imageStatement(image) : "";
}

describe("one image", () => {
  test("is said of a kernel that passed and proved itself on every platform", () => {
    expect(statementWith({})).toMatch(/^One image: .* all 4 platforms/u);
  });

  test.each<[string, Partial<RunCell>]>([
    ["did not pass", { verdict: "infra" }],
    ["never read its build-id back", { evidence: {} }],
    ["runs another kernel", { evidence: { facts: { "kernel.buildId": "0123" } } }],
  ])("is not said where one guest %s, and that platform is named", (_, change) => {
    expect(statementWith(change)).toBe("Proved on 3 of 4 platforms; not on bare-q35.");
  });

  test("is not said of a kernel that booted on one platform, or on none", () => {
    const [first] = run.cells;
    const [one] = kernelImages(runFixture({ cells: first ? [first] : [] }));
    const [none] = kernelImages(runFixture({ cells: [] }));
    expect(one && imageStatement(one)).toBe("Proved on bare-q35 only.");
    expect(none && imageStatement(none)).toBe("Booted nowhere in this run.");
  });

  test("says what a clean build of it came to", () => {
    const [kernel] = run.kernels;
    if (!kernel) throw new Error("the fixture has no kernel");
    const summary = "it has other bytes";
    const finding = { reason: "not-reproduced", fault: "infrastructure", summary } as const;
    const statements = [
      { result: "same" },
      { result: "different", finding },
      { result: "not-done" },
    ] as const;
    const said = statements.map((rebuilt) => {
      const [image] = kernelImages(runFixture({ kernels: [{ ...kernel, rebuilt }], cells: [] }));
      return image && imageStatement(image);
    });
    expect(said).toEqual([
      "Booted nowhere in this run. A clean build gave the same bytes.",
      "Booted nowhere in this run. A CLEAN BUILD DOES NOT GIVE THESE BYTES: the infrastructure must act: it has other bytes.",
      "Booted nowhere in this run. A clean build was begun and did not end.",
    ]);
  });

  test("counts rows that came to the same bytes as one", () => {
    const [kernel] = run.kernels;
    if (!kernel) throw new Error("the fixture has no kernel");
    const twice = kernelImages(runFixture({ kernels: [kernel, { ...kernel, series: "empty" }] }));
    expect(twice).toHaveLength(1);
    expect(twice[0]?.rows.map((row) => row.series)).toEqual(["base", "empty"]);
  });
});
