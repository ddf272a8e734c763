// The exit code of a run: 0 only where something was proved and nothing stands against it.

import { expect, test } from "vitest";
import type { RunCell, RunRecord } from "../model/record/run-record.ts";
import type { Verdict } from "../model/judge/verdict.ts";
import { runFixture } from "../test/run-fixture.ts";
import { exitCodeOf } from "./conclude.ts";

const [cell] = runFixture().cells;
const imported = { by: "b", when: "2026-01-01", where: "w" };

function of(verdict: Verdict, change: Partial<RunCell> = {}): RunCell {
  if (!cell) throw new Error("the fixture has no cell");
  return { ...cell, verdict, ...change };
}

const traceOf = (status: RunRecord["traces"][number]["status"]) =>
  runFixture().traces.map((trace) => Object.assign(trace, { status }));

test.each<[string, RunCell[], number]>([
  ["all pass", [of("pass"), of("pass")], 0],
  ["some are skipped", [of("pass"), of("skip")], 0],
  ["all are skipped", [of("skip"), of("skip")], 3],
  ["only others passed", [of("skip"), of("pass", { imported })], 3],
  ["the machine failed", [of("pass"), of("infra")], 3],
  ["one fails", [of("pass"), of("fail"), of("infra")], 1],
  ["the head is broken", [of("base-broken")], 1],
  ["one is blocked", [of("pass"), of("blocked")], 1],
  ["nothing was asked for, as by rebase", [], 0],
])("%s", (_, cells, code) => {
  expect(exitCodeOf({ cells, traces: traceOf("pass") })).toBe(code);
});

test("a step that failed or could not be done is in no way a success, whatever the cells say", () => {
  const cells = [of("pass")];
  expect(exitCodeOf({ cells, traces: traceOf("fail") })).toBe(1);
  expect(exitCodeOf({ cells, traces: traceOf("error") })).toBe(3);
});
