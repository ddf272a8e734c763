import { describe, expect, test } from "vitest";
import { runFixture } from "../../test/run-fixture.ts";
import { cellTitle, matrixOf, verdictWords } from "./matrix.ts";
import { reusedBoots } from "./reused-boots.ts";

const run = runFixture();
const [first] = run.cells;
if (!first) throw new Error("the fixture has no cell");

describe("the matrix", () => {
  test("has a column for each series on each head, the unpatched head first", () => {
    const reversed = runFixture({ cells: run.cells.toReversed() });
    expect(matrixOf(reversed).kernels.map(({ head, series }) => `${head} ${series}`)).toEqual([
      "sid base",
      "sid hypervisor-sysfs",
      "bookworm-6.12 base",
      "bookworm-6.12 hypervisor-sysfs",
    ]);
  });

  test("has a row for each platform, in groups", () => {
    const groups = matrixOf(run).groups.map(({ name, platforms }) => ({
      name,
      platforms: platforms.map(({ platform }) => platform),
    }));
    expect(groups).toEqual([
      { name: "Bare hardware", platforms: ["bare-q35", "bare-microvm"] },
      { name: "Xen", platforms: ["xen-pv-dom0", "xen-pv-domu"] },
    ]);
  });

  test.each([
    ["Emulated interfaces", { realness: "emulated-interface" }],
    ["Signatures only", { realness: "signature-only" }],
    ["Imported results", { realness: "imported" }],
    ["KVM", { under: "kvm" }],
    ["Platforms", { under: undefined }],
  ] as const)("shows what it is not the real thing of: %s", (name, change) => {
    const cells = [Object.assign({}, first, change)];
    expect(matrixOf(runFixture({ cells })).groups.map((group) => group.name)).toEqual([name]);
  });

  test("puts every cell of the run into its row and column", () => {
    const { kernels, groups } = matrixOf(run);
    const rows = groups.flatMap(({ platforms }) => platforms);
    expect(new Set(rows.flatMap(({ cells }) => cells))).toEqual(new Set(run.cells));
    for (const { platform, cells } of rows)
      for (const [at, cell] of cells.entries())
        expect(cell).toMatchObject({ platform, ...kernels[at] });
  });

  test("leaves a place empty where the run did not ask", () => {
    const { groups } = matrixOf(runFixture({ cells: run.cells.slice(1) }));
    const cells = groups.flatMap(({ platforms }) => platforms.flatMap((one) => one.cells));
    expect(cells.filter((cell) => cell === undefined)).toHaveLength(1);
  });

  test("gives each flavour of one platform its own row, and names it only there", () => {
    const second = { ...first, flavour: "native", verdict: "fail" as const };
    const both = runFixture({ cells: [first, second] });
    const rows = matrixOf(both).groups.flatMap(({ platforms }) => platforms);
    expect(rows.map(({ flavour, cells }) => [flavour, cells[0]?.verdict])).toEqual([
      ["guest", "pass"],
      ["native", "fail"],
    ]);
    expect(cellTitle(second, both)).toBe("sid base native bare-q35");
    expect(cellTitle(first, run)).toBe("sid base bare-q35");
  });

  test("keeps cells of a head that the run does not list", () => {
    const stray = { ...first, head: "stray" };
    const matrix = matrixOf(runFixture({ cells: [stray] }));
    expect(matrix.groups[0]?.platforms[0]?.cells).toEqual([stray]);
  });

  test("says how many boots of a cell failed", () => {
    expect(verdictWords(first)).toBe("pass");
    const attempts = [first, first].map(({ verdict }) => ({ verdict, bootedIn: 12 }));
    expect(verdictWords({ ...first, verdict: "fail", attempts })).toBe("fail 0/2");
  });
});

function booted(runs: readonly number[]) {
  const cells = runs.map((bootedIn) =>
    Object.assign({}, first, { bootedIn, reused: bootedIn !== 12 }),
  );
  return runFixture({ cells });
}

describe("boots of older runs", () => {
  test("are told in one sentence, and a cell is marked only where it differs from most", () => {
    const mixed = booted([11, 11, 9, 12]);
    const { sentence, mark } = reusedBoots(mixed);
    expect(sentence).toBe("3 of 4 boots are reused, 2 from run 11, 1 from run 9.");
    expect(mixed.cells.map(mark)).toEqual(["", "", "run 9", "booted now"]);
  });

  test("need no mark at all where every boot is of the same run", () => {
    const all = booted([11, 11]);
    expect(reusedBoots(all).sentence).toBe("All 2 boots are reused, from run 11.");
    expect(all.cells.map(reusedBoots(all).mark)).toEqual(["", ""]);
  });

  test("are not spoken of where there are none", () => {
    expect(reusedBoots(booted([12, 12])).sentence).toBe("");
  });
});
