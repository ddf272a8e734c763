import { rm, writeFile } from "node:fs/promises";
import { beforeEach, describe, expect, test } from "vitest";
import type { Artifact } from "../../model/artifact.ts";
import { digestOf } from "../../model/digest.ts";
import { fail, type Outcome, pass } from "../../model/judge/outcome.ts";
import { type RunCell, type RunRecord, runRecordSchema } from "../../model/record/run-record.ts";
import { judgedRun } from "../../test/judged-run-rig.ts";
import { temporaryStore } from "../../test/store-rig.ts";
import type { EvidenceSource } from "./verify-cell.ts";
import { verifyRun } from "./verify-run.ts";

let store: Awaited<ReturnType<typeof temporaryStore>>;
let run: RunRecord;

beforeEach(async () => {
  store = await temporaryStore();
  run = await judgedRun(store);
});

const source: EvidenceSource = {
  read: (file) => store.read(file).catch(() => undefined),
  trace: (key, by) => store.trace(key, by),
};

async function complaints(of: RunRecord): Promise<string> {
  return (await verifyRun(of, source)).join("\n");
}

/** With the trace of a clean build that came to this. */
async function rebuiltAs(
  of: RunRecord,
  outcome: Outcome,
  kind = "rebuild-kernel",
): Promise<RunRecord> {
  const key = digestOf(JSON.stringify(outcome));
  const common = { step: key, kind, label: "", key, run: 1 };
  const times = { startedAt: new Date(0).toISOString(), durationMs: 1 };
  await store.putTrace(key, { ...common, ...times, outcome });
  const { status } = outcome;
  return { ...of, traces: [...of.traces, { ...common, ...times, status, reused: false }] };
}

function changed(series: string, change: (cell: RunCell) => void): RunRecord {
  const copy = structuredClone(run);
  const cell = copy.cells.find((one) => one.series === series);
  if (!cell) throw new Error(`the rig has no ${series}`);
  change(cell);
  return copy;
}

function consoleOf(series: string): Artifact {
  const console = run.cells.find((one) => one.series === series)?.evidence.console;
  if (!console) throw new Error("the rig has no console");
  return console;
}

describe("a run that says what its evidence says", () => {
  test("holds: a pass of the base, a panic of the series", async () => {
    expect(run.cells.map(({ verdict }) => verdict)).toEqual(["pass", "fail"]);
    expect(await complaints(runRecordSchema.parse(JSON.parse(JSON.stringify(run))))).toBe("");
  });
});

describe("a run.json that was tampered with is found:", () => {
  test.each<[string, string, (cell: RunCell) => void, string]>([
    ["a fail made a pass", "one", (cell) => (cell.verdict = "pass"), "verdict: run.json says"],
    ["a pass made a fail", "base", (cell) => (cell.verdict = "fail"), "verdict: run.json says"],
    [
      "somebody else blamed",
      "one",
      (cell) => cell.finding && (cell.finding.fault = "head"),
      "finding:",
    ],
    ["a finding gone", "one", (cell) => delete cell.finding, "finding:"],
    [
      "a fact changed",
      "base",
      (cell) => cell.evidence.facts && (cell.evidence.facts["kernel.buildId"] = "0"),
      "facts:",
    ],
    ["a test gone", "base", (cell) => cell.evidence.tests?.pop(), "tests:"],
    ["an end made clean", "one", (cell) => (cell.evidence.cleanEnd = true), "end:"],
    [
      "another console",
      "one",
      (cell) => (cell.evidence.console = run.cells[0]?.evidence.console),
      "console:",
    ],
    [
      "less asked of it",
      "base",
      (cell) =>
        cell.judged && (cell.judged.expected.evidence = { console: [], absent: [], facts: {} }),
      "its key names",
    ],
    [
      "a boot of another cell",
      "one",
      (cell) =>
        cell.judged && run.cells[0]?.judged && (cell.judged.boot = run.cells[0].judged.boot),
      "its key names",
    ],
    ["no judgement at all", "base", (cell) => delete cell.judged, "nothing was judged"],
  ])("%s", async (_, series, change, complaint) => {
    expect(await complaints(changed(series, change))).toContain(complaint);
  });

  test("a kernel that nobody built", async () => {
    const kernels = run.kernels.map((one) => Object.assign({}, one, { buildId: "0".repeat(40) }));
    expect(await complaints({ ...run, kernels })).toContain("no build in the store came to it");
  });

  test("a cell that is there twice, with its own boot", async () => {
    expect(await complaints({ ...run, cells: [...run.cells, ...run.cells] })).toContain(
      "sid one guest bare-q35: is there twice",
    );
  });

  test("an unstable cell that is not told as one, and the other way round", async () => {
    const lying = changed("one", (cell) => (cell.unstable = true));
    expect(await complaints(lying)).toContain("unstable: run.json says true");
  });

  test("a clean build that was never made, and one with other bytes that is left out", async () => {
    const [kernel] = run.kernels;
    if (!kernel) throw new Error("the rig has no kernel");
    const made = { ...kernel, rebuilt: { result: "same" as const } };
    const never = { ...run, kernels: [made, ...run.kernels.slice(1)] };
    expect(await complaints(never)).toContain("no clean build in the store came to that");
    const value = { image: kernel.digest, vmlinux: kernel.digest };
    expect(await complaints(await rebuiltAs(never, pass(value)))).toBe("");
    const finding = { reason: "not-reproduced", fault: "series", summary: "other bytes" } as const;
    const other = await rebuiltAs(run, fail(finding));
    expect(await complaints(other)).toContain(
      "no kernel says what a clean build came to: other bytes",
    );
    const told = { ...kernel, rebuilt: { result: "different" as const, finding } };
    expect(await complaints({ ...other, kernels: [told, ...run.kernels.slice(1)] })).toBe("");
    expect(await complaints({ ...other, kernels: [made, ...run.kernels.slice(1)] })).toContain(
      "no kernel says",
    );
  });

  test("a step of another machine that is said to be the same, or whose other bytes are left out", async () => {
    const row = { label: "a step", key: "ab".repeat(32), signer: "nightly" };
    const same = { ...row, result: "same" as const };
    expect(await complaints({ ...run, remade: [same] })).toContain(
      "1 steps are said to be the same",
    );
    const made = await rebuiltAs(run, pass({ same: true }), "make-again");
    expect(await complaints({ ...made, remade: [same] })).toBe("");
    const finding = {
      reason: "differs-elsewhere",
      fault: "infrastructure",
      summary: "it differs",
    } as const;
    const other = await rebuiltAs(run, fail(finding), "make-again");
    expect(await complaints(other)).toContain("the run does not tell that it differs");
    const told = { ...row, result: "different" as const, finding };
    expect(await complaints({ ...other, remade: [told] })).toBe("");
    expect(await complaints({ ...run, remade: [told] })).toContain(
      "no step in the store came to this",
    );
  });

  test("patches that were never applied so", async () => {
    const patches = [{ patch: "a.patch", subject: "a", result: "clean" as const }];
    const series = [{ name: "one", head: "sid", patches }];
    expect(await complaints({ ...run, series })).toContain("no rebase in the store came to");
  });

  test("a blocked cell for which no step failed", async () => {
    const [cell] = run.cells;
    if (!cell) throw new Error("the rig has no cell");
    const finding = { reason: "conflict", fault: "series" as const, summary: "made up" };
    const { judged: _, ...rest } = cell;
    const blocked = { ...rest, series: "two", verdict: "blocked" as const, finding, evidence: {} };
    expect(await complaints({ ...run, cells: [...run.cells, blocked] })).toContain(
      "no step of the run",
    );
  });
});

describe("evidence that was tampered with is found:", () => {
  test("a console with a panic taken out", async () => {
    const console = consoleOf("one");
    const text = (await store.read(console)).toString().replace(/Kernel panic/gu, "Kernel picnic");
    await writeFile(store.path(console), text);
    expect(await complaints(run)).toMatch(
      /console\.log in the store is not what was recorded|is not in the store/u,
    );
  });

  test("a console that is gone", async () => {
    await rm(store.path(consoleOf("base")));
    expect(await complaints(run)).toContain("is not in the store");
  });

  test("a boot's record that ends otherwise", async () => {
    const key = run.cells[1]?.judged?.boot ?? "";
    const trace = await store.trace(key);
    if (trace?.outcome.status !== "pass") throw new Error("the rig has no boot");
    const value = {
      ...(trace.outcome.value as object),
      ended: { how: "exited", because: "power-off" },
    };
    await store.putTrace(key, { ...trace, outcome: { status: "pass", value } });
    expect(await complaints(run)).toContain("its key names");
  });
});
