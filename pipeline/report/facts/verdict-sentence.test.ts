import { expect, test } from "vitest";
import type { RunSeries } from "../../model/record/run-record.ts";
import type { Verdict } from "../../model/judge/verdict.ts";
import { runFixture } from "../../test/run-fixture.ts";
import { overallVerdict, verdictSentence } from "./verdict-sentence.ts";

function runWith(verdicts: readonly Verdict[]) {
  const [first] = runFixture().cells;
  if (!first) throw new Error("the fixture has no cell");
  return runFixture({
    series: [],
    cells: verdicts.map((verdict) => Object.assign({}, first, { verdict })),
  });
}

function rebased(...series: RunSeries[]) {
  return runFixture({ cells: [], series });
}

test.each<[readonly Verdict[], string, Verdict]>([
  [[], "No cell was judged.", "skip"],
  [["pass"], "1 of 1 cell passes.", "pass"],
  [["pass", "pass"], "2 of 2 cells pass.", "pass"],
  [["pass", "fail"], "1 of 2 cells passes; 1 fails.", "fail"],
  [["infra", "infra"], "0 of 2 cells pass; 2 have no answer from the infrastructure.", "infra"],
  [["pass", "skip"], "1 of 2 cells passes; 1 is skipped.", "pass"],
  [["skip"], "0 of 1 cell passes; 1 is skipped.", "skip"],
  [["pass", "base-broken"], "1 of 2 cells passes; 1 is broken in the head itself.", "base-broken"],
  [
    ["infra", "blocked"],
    "0 of 2 cells pass; 1 is blocked, 1 has no answer from the infrastructure.",
    "blocked",
  ],
  [["pass", "inconclusive"], "1 of 2 cells passes; 1 is inconclusive.", "inconclusive"],
])("%j is told as: %s", (verdicts, sentence, overall) => {
  expect(verdictSentence(runWith(verdicts))).toBe(sentence);
  expect(overallVerdict(runWith(verdicts))).toBe(overall);
});

test("a kernel that a clean build gives otherwise is told beside what passed, and is no pass", () => {
  const run = runWith(["pass", "pass"]);
  const [kernel] = run.kernels;
  if (!kernel) throw new Error("the fixture has no kernel");
  const rebuilt = (result: "same" | "different") => ({
    ...run,
    kernels: [{ ...kernel, rebuilt: { result } }],
  });
  expect(overallVerdict(rebuilt("same"))).toBe("pass");
  expect(overallVerdict(rebuilt("different"))).toBe("fail");
  expect(verdictSentence(rebuilt("different"))).toBe(
    "2 of 2 cells pass. A clean build of 1 kernel gives other bytes.",
  );
});

test("what others bring passes nothing that was skipped here", () => {
  const run = runWith(["skip", "pass"]);
  const cells = run.cells.map((cell) =>
    Object.assign(cell, cell.verdict === "pass" ? { realness: "imported" } : {}),
  );
  expect(overallVerdict({ ...run, cells })).toBe("skip");
  expect(verdictSentence({ ...run, cells })).toBe(
    "0 of 1 cell passes; 1 is skipped. 1 result imported.",
  );
});

test("a run without cells is told by its rebases", () => {
  const [applies, conflicts] = runFixture().series;
  if (!applies || !conflicts) throw new Error("the fixture lost its series");
  expect(verdictSentence(rebased(applies))).toBe("1 of 1 rebase applies.");
  expect(verdictSentence(rebased(applies, conflicts))).toBe("1 of 2 rebases applies; 1 does not.");
  expect(overallVerdict(rebased(applies))).toBe("pass");
  expect(overallVerdict(rebased(applies, conflicts))).toBe("fail");
});
