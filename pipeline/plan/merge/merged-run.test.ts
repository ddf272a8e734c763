// Parts of a run that several machines made.

import { expect, test } from "vitest";
import { cellName, type PlannedMatrix, planSchemaName } from "../../model/record/planned-matrix.ts";
import type { RunRecord } from "../../model/record/run-record.ts";
import { runFixture } from "../../test/run-fixture.ts";
import { contradictions, mergedRun, type Part } from "./merged-run.ts";

const named = { run: 40, startedAt: "2026-11-21T02:17:00.000Z", durationMs: 1000 };
const whole = runFixture();
const heads = whole.heads.map(({ name }) => name);
const nothing = { results: [], why: new Map<string, string>() };

const matrix: PlannedMatrix = {
  schema: planSchemaName,
  host: whole.host,
  heads: whole.heads.map(({ name, channel, pin }) => ({ name, channel, at: pin })),
  rebases: [],
  kernels: [],
  cells: whole.cells.map(({ series, head, flavour, platform }) => ({
    series,
    head,
    flavour,
    platform,
    realness: "real",
  })),
};

/** What a machine that was given one head would say. */
function partOf(head: string, change: Partial<RunRecord> = {}): Part {
  const run = {
    ...whole,
    heads: whole.heads.filter(({ name }) => name === head),
    series: whole.series.filter((one) => one.head === head),
    kernels: whole.kernels.filter((one) => one.head === head),
    cells: whole.cells.filter((one) => one.head === head),
    ...change,
  };
  return { name: `part-${head}`, run };
}

test("the parts of a run are the run", () => {
  const parts = heads.map((head) => partOf(head));
  expect(contradictions(parts)).toEqual(new Map());
  const merged = mergedRun(parts, { matrix, ...nothing }, named);
  expect(merged.cells.map(cellName)).toEqual(whole.cells.map(cellName));
  expect(merged.heads).toEqual(whole.heads);
  expect(merged.kernels).toEqual(whole.kernels);
  expect(merged.hypervisors).toEqual(whole.hypervisors);
  expect(merged.run).toBe(40);
});

test("a clean build that gave other bytes is not lost behind a part that has the kernel too", () => {
  const [sid] = partOf("sid").run.kernels;
  if (!sid) throw new Error("the fixture lost its kernels");
  const withRebuilt = (name: string, rebuilt?: typeof sid.rebuilt) => ({
    name,
    run: { ...partOf("sid").run, kernels: [{ ...sid, ...(rebuilt ? { rebuilt } : {}) }] },
  });
  const parts = [
    withRebuilt("a", { result: "different" }),
    withRebuilt("b", { result: "same" }),
    withRebuilt("c"),
  ];
  const { kernels } = mergedRun(parts, { matrix, ...nothing }, named);
  expect(kernels.map(({ rebuilt }) => rebuilt?.result)).toEqual(["different"]);
});

test("what a part booted itself was booted in this run; what it reused, in the old one", () => {
  const parts = heads.map((head) => partOf(head));
  const { cells } = mergedRun(parts, { matrix, ...nothing }, named);
  expect(new Set(cells.map(({ bootedIn }) => bootedIn))).toEqual(new Set([40, 11, undefined]));
});

test("a cell that was planned and that no part brought is named, and is no answer", () => {
  const why = new Map([["bookworm-6.12 base guest bare-q35", "its part was refused: it lies"]]);
  const { cells } = mergedRun([partOf("sid")], { matrix, results: [], why }, named);
  expect(cells.map(cellName)).toEqual(whole.cells.map(cellName));
  const missing = cells.filter(({ head }) => head === "bookworm-6.12");
  expect(missing.length).toBeGreaterThan(0);
  for (const cell of missing)
    expect(cell).toMatchObject({
      verdict: "infra",
      evidence: {},
      finding: { reason: "missing-part", fault: "infrastructure" },
    });
  expect(missing[0]?.finding?.summary).toBe("its part was refused: it lies");
  expect(missing[1]?.finding?.summary).toContain("no part of the run brought it");
});

test("no part says what others brought: it is read where it lies", () => {
  const [cell] = whole.cells;
  if (!cell) throw new Error("the fixture lost its cells");
  const imported = { by: "somebody", when: "2026-11-20", where: "elsewhere" };
  const forged = { ...cell, platform: "esxi-8", realness: "imported" as const, imported };
  const part = partOf("sid", { cells: [...partOf("sid").run.cells, forged] });
  const { cells } = mergedRun([part], { matrix, ...nothing }, named);
  expect(cells.some(({ platform }) => platform === "esxi-8")).toBe(false);
});

const other = (change: Partial<RunRecord>) => ({
  ...partOf("bookworm-6.12", change),
  name: "other",
});
const [kernel] = whole.kernels;
const [head] = whole.heads;

test.each<[string, Part, string]>([
  ["the same cell twice", other({ cells: whole.cells.slice(0, 1) }), "the cell sid base guest"],
  [
    "a kernel of other bytes",
    other({ kernels: kernel ? [{ ...kernel, digest: "0".repeat(64) }] : [] }),
    "with other bytes",
  ],
  [
    "a kernel with another build-id",
    other({ kernels: kernel ? [{ ...kernel, buildId: "0".repeat(40) }] : [] }),
    "with another build-id",
  ],
  [
    "a head at another commit",
    other({ heads: head ? [{ ...head, commit: "0".repeat(40) }] : [] }),
    "the head sid, as another commit",
  ],
])("%s: neither of the two parts is believed", (_, contrary, words) => {
  const wrong = contradictions([partOf("sid"), contrary]);
  expect([...wrong.keys()].toSorted()).toEqual(["other", "part-sid"]);
  expect(wrong.get("other")).toContain(words);
});
