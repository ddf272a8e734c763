import { describe, expect, test } from "vitest";
import { runFixture } from "../test/run-fixture.ts";
import { cellTitle, matrixOf, verdictWords } from "./matrix.ts";

const run = runFixture();
const [first] = run.cells;
if (!first) throw new Error("the fixture has no cell");

describe("the matrix", () => {
  test("has a row for each series on each head, the unpatched head first", () => {
    const reversed = runFixture({ cells: run.cells.toReversed() });
    expect(matrixOf(reversed).rows.map((row) => `${row.head} ${row.series}`)).toEqual([
      "sid base",
      "sid hypervisor-sysfs",
      "bookworm-6.12 base",
      "bookworm-6.12 hypervisor-sysfs",
    ]);
  });

  test("has the platforms as columns, in the order of the run", () => {
    const names = ["bare-q35", "bare-microvm", "xen-pv-dom0", "xen-pv-domu"];
    expect(matrixOf(run).columns.map((column) => column.platform)).toEqual(names);
  });

  test("puts every cell of the run into its row and column", () => {
    const { rows, columns } = matrixOf(run);
    const cells = rows.flatMap((row) => row.cells);
    expect(new Set(cells)).toEqual(new Set(run.cells));
    for (const row of rows)
      for (const [index, cell] of row.cells.entries()) {
        expect(cell).toMatchObject({ head: row.head, series: row.series });
        expect(cell?.platform).toBe(columns[index]?.platform);
      }
  });

  test("leaves a place empty where the run did not ask", () => {
    const { rows } = matrixOf(runFixture({ cells: run.cells.slice(1) }));
    const base = rows.find((row) => row.head === "sid" && row.series === "base");
    const seen = base?.cells.filter((cell) => cell === undefined);
    expect(seen).toHaveLength(1);
  });

  test("gives each flavour its own row and says that there are several", () => {
    const second = { ...first, flavour: "native", verdict: "fail" as const };
    const { rows, severalFlavours } = matrixOf(runFixture({ cells: [first, second] }));
    expect(rows.map((row) => [row.flavour, row.cells[0]?.verdict])).toEqual([
      ["guest", "pass"],
      ["native", "fail"],
    ]);
    expect(severalFlavours).toBe(true);
    expect(matrixOf(run).severalFlavours).toBe(false);
    expect(cellTitle(second, true)).toBe("sid base native bare-q35");
  });

  test("keeps cells of a head that the run does not list", () => {
    const stray = { ...first, head: "stray" };
    expect(matrixOf(runFixture({ cells: [stray] })).rows[0]?.cells).toEqual([stray]);
  });

  test("names the run of a reused boot, and only of a reused one", () => {
    expect(verdictWords(first)).toBe("pass (run 11)");
    expect(verdictWords({ ...first, reused: false })).toBe("pass");
  });
});
