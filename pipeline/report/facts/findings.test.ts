import { expect, test } from "vitest";
import { runFixture } from "../../test/run-fixture.ts";
import { findingsOf } from "./findings.ts";

test("a finding that explains several cells stands once, failures first", () => {
  const cells = runFixture().cells.toReversed();
  const seen = findingsOf(runFixture({ cells })).map((one) => [
    one.verdict,
    one.finding?.reason,
    one.cells.length,
  ]);
  expect(seen).toEqual([
    ["fail", "panic", 1],
    ["blocked", "conflict", 4],
  ]);
});

test("the same finding on two heads stands twice: two people must act", () => {
  const blocked = runFixture().cells.filter((cell) => cell.verdict === "blocked");
  const other = blocked.map((cell) => Object.assign({}, cell, { head: "sid" }));
  expect(findingsOf(runFixture({ cells: [...blocked, ...other] }))).toHaveLength(2);
});

test("a cell that did not pass and says nothing is not lost", () => {
  const cells = runFixture().cells.map((cell) => {
    const { finding, ...silent } = cell;
    return finding ? silent : cell;
  });
  expect(findingsOf(runFixture({ cells })).flatMap((one) => one.cells)).toHaveLength(5);
});
