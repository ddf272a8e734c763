// What a check on GitHub says of a run.

import { expect, test } from "vitest";
import type { RunRecord } from "../../model/record/run-record.ts";
import { runFixture } from "../../test/run-fixture.ts";
import { checkReport } from "./check-report.ts";

const { cells } = runFixture();
const passing = cells.filter(({ verdict }) => verdict === "pass");
const missing = {
  ...passing[0],
  verdict: "infra",
  finding: { reason: "missing-part", fault: "infrastructure", summary: "no part brought it" },
} as RunRecord["cells"][number];
const skipped = { ...missing, verdict: "skip" } as const;

test.each([
  ["every cell passes", passing, "success"],
  ["a cell of many was not brought", [...passing, missing], "neutral"],
  ["nothing was judged", [], "neutral"],
  ["all was skipped", [skipped], "neutral"],
  ["some was skipped", [...passing, skipped], "success"],
  ["a cell fails", cells, "failure"],
])("%s", (_, of, conclusion) => {
  expect(checkReport(runFixture({ cells: of, series: [] }), new Map()).conclusion).toBe(conclusion);
});

test("a kernel that a clean build gives otherwise is no success", () => {
  const kernels = runFixture().kernels.map((kernel) =>
    Object.assign(kernel, { rebuilt: { result: "different" } }),
  );
  const run = runFixture({ cells: passing, series: [], kernels });
  expect(checkReport(run, new Map())).toMatchObject({
    conclusion: "failure",
    title: expect.stringContaining("gives other bytes") as string,
  });
});
