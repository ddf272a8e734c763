import { expect, test } from "vitest";
import { runFixture } from "../../test/run-fixture.ts";
import { problemsOf } from "./problems.ts";

const panicked = runFixture().cells.filter(({ finding }) => finding?.reason === "panic");

test("a crash that two series have is one problem, in the rows of both", () => {
  const other = panicked.map((cell) => Object.assign({}, cell, { series: "other" }));
  const problems = problemsOf(runFixture({ cells: [...panicked, ...other] }));
  expect(problems).toMatchObject([
    {
      rows: ["hypervisor-sysfs sid", "other sid"],
      title: "hypervisor-sysfs on sid, other on sid: panic: sysrq triggered crash",
    },
  ]);
  expect(problems[0]?.id).toMatch(/^panic [0-9a-f]{12}$/);
});

test("two different crashes of one row are two problems", () => {
  const other = panicked.map((cell) => {
    const text = "[    1.000000] Kernel panic - not syncing: Out of memory";
    const finding = { ...cell.finding, summary: text, line: { in: "console.log", line: 1, text } };
    return Object.assign({}, cell, { platform: "bare-q35", finding });
  });
  expect(problemsOf(runFixture({ cells: [...panicked, ...other] }))).toHaveLength(2);
});

test("what is no crash is a problem of its row", () => {
  const ids = problemsOf(runFixture()).map(({ id }) => id);
  expect(ids).toContain("hypervisor-sysfs bookworm-6.12 conflict");
});
