// Damages of a store that keep every seal and digest, or that no damaged byte is needed for: folders of other runs,
// artifacts of equal size in each other's place, names that JavaScript has a meaning for, figures beyond all bounds.

import { mkdir, readdir, readFile, rename, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { sealed } from "../engine/sealed-json.ts";
import { Store } from "../engine/store.ts";
import type { Artifact } from "../model/artifact.ts";
import { InfraError, UserError } from "../model/errors.ts";
import { nightOf } from "../model/record/night-of.ts";
import type { RunRecord } from "../model/record/run-record.ts";
import { verifyRun } from "../plan/merge/verify-run.ts";
import { judgedRun } from "../test/judged-run-rig.ts";
import { copyOfStore, temporaryStore } from "../test/store-rig.ts";
import { evidenceSource } from "../work/evidence-source.ts";
import { Runs } from "../work/runs.ts";
import { consoleTextIn } from "./write-site.ts";

let whole: Store;
let run: RunRecord;
let store: Store;
let runs: Runs;

beforeAll(async () => {
  whole = await temporaryStore();
  run = await judgedRun(whole);
  await new Runs(whole.dir).finish(run);
});

beforeEach(async () => {
  store = await copyOfStore(whole);
  runs = new Runs(store.dir);
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
});

const path = (name: string): string => join(store.dir, name);

/** Sentences about the run as the store has it; a clear error instead where it cannot be read. */
async function verified(): Promise<string> {
  try {
    const read = await runs.read(1);
    return (await verifyRun(read, evidenceSource(store, runs, 1))).join("\n");
  } catch (error) {
    if (error instanceof InfraError || error instanceof UserError) return error.message;
    throw error;
  }
}

async function withRun(change: (record: RunRecord) => unknown): Promise<void> {
  const record = structuredClone(run);
  change(record);
  await writeFile(path("runs/1/run.json"), sealed(record));
}

/** As text: what JSON.stringify would not write. */
async function withText(from: string, to: string): Promise<void> {
  const text = JSON.stringify(run);
  expect(text).toContain(from);
  const changed = text.replace(from, to);
  const { digestOf } = await import("../model/digest.ts");
  await writeFile(path("runs/1/run.json"), `{"sha256":"${digestOf(changed)}",${changed.slice(1)}`);
}

function consoles(): [Artifact, Artifact] {
  const [one, two] = run.cells.flatMap(({ evidence }) => evidence.console ?? []);
  if (!one || !two) throw new Error("the rig has no consoles");
  return [one, two];
}

async function swapped(one: string, two: string): Promise<void> {
  await rename(path(one), path("aside"));
  await rename(path(two), path(one));
  await rename(path("aside"), path(two));
}

test("nothing was changed", async () => {
  expect(await verified()).toBe("");
});

describe("a run does not hold, or is told as unreadable,", () => {
  test.each<[string, () => Promise<unknown>, RegExp]>([
    [
      "with two consoles in each other's place",
      () => swapped(...(consoles().map(({ digest }) => `files/${digest}`) as [string, string])),
      /is not in the store|is not what was recorded/,
    ],
    [
      "with a console of equal size in the place of another",
      async () => {
        const [, file] = consoles();
        const bytes = await readFile(path(`files/${file.digest}`));
        await writeFile(path(`files/${file.digest}`), Buffer.alloc(bytes.length, "ok\n"));
      },
      /is not what was recorded/,
    ],
    [
      "with the traces of two boots in each other's place",
      async () => {
        const [one, two] = run.cells.map(({ judged }) => `traces/${judged?.boot}.json`);
        await swapped(one ?? "", two ?? "");
      },
      /the boot's record \w+ is not in the store/,
    ],
    [
      "with a console one byte shorter",
      async () => {
        const [file] = consoles();
        await truncate(path(`files/${file.digest}`), file.bytes - 1);
      },
      /is not in the store/,
    ],
    ["without any trace", () => emptied("traces"), /is not in the store|no build in the store/],
    ["without any file", () => emptied("files"), /is not in the store/],
    ["with a cell twice", () => withRun(({ cells }) => cells.push(...cells)), /is there twice/],
    [
      "without its cells' kernels",
      () => withRun((one) => (one.kernels = [])),
      /not among the kernels/,
    ],
    [
      "with the series' cell of another platform",
      () => withRun(({ cells: [, cell] }) => cell && (cell.platform = "bare-pvh")),
      /its boot is one of bare-q35/,
    ],
    [
      "with a platform in another form of Unicode",
      () => withRun(({ cells: [, cell] }) => cell && (cell.platform = "bare-q3\u{FF15}")),
      /its boot is one of bare-q35/,
    ],
    [
      "with a head that is __proto__",
      () => withRun(({ cells: [, cell] }) => cell && (cell.head = "__proto__")),
      /no base|verdict:|finding:/,
    ],
    [
      "with a duration that is no number",
      () => withText('"durationMs":1', '"durationMs":NaN'),
      /run\.json/,
    ],
    [
      "with a duration beyond all numbers",
      () => withText('"durationMs":1', '"durationMs":1e999'),
      /run\.json/,
    ],
    ["with a number that is no whole one", () => withText('"run":1', '"run":1.5'), /run\.json/],
    ["with another number", () => withText('"run":1', '"run":7'), /is of run 7/],
    [
      "with a verdict that there is not",
      () => withText('"verdict":"fail"', '"verdict":"green"'),
      /run\.json/,
    ],
    [
      "with a member too many",
      () => withText('"run":1', '"__proto__":{"x":1},"run":1'),
      /run\.json/,
    ],
    ["with a day that is none", () => withText('"1970-01-01T', '"1970-02-31T'), /run\.json/],
  ])("%s", async (_, change, words) => {
    await change();
    expect(await verified()).toMatch(words);
  });
});

async function emptied(folder: string): Promise<void> {
  for (const name of await readdir(path(folder))) await rm(path(`${folder}/${name}`));
}

test("a swapped console is on no page", async () => {
  const [one, two] = consoles();
  await swapped(`files/${one.digest}`, `files/${two.digest}`);
  expect([consoleTextIn(store)(one), consoleTextIn(store)(two)]).toEqual([undefined, undefined]);
});

test("a run cut anywhere, whatever of its seal is left, is told", async () => {
  const bytes = await readFile(path("runs/1/run.json"));
  for (let size = 0; size < bytes.length; size += 1 + Math.floor(bytes.length / 200)) {
    await writeFile(path("runs/1/run.json"), bytes.subarray(0, size));
    await expect(runs.read(1)).rejects.toBeInstanceOf(InfraError);
  }
});

test("a trace cut anywhere is none", async () => {
  const key = run.cells[0]?.judged?.boot ?? "";
  const bytes = await readFile(path(`traces/${key}.json`));
  for (let size = 0; size < bytes.length; size += 1 + Math.floor(bytes.length / 200)) {
    await writeFile(path(`traces/${key}.json`), bytes.subarray(0, size));
    expect(await store.trace(key)).toBeUndefined();
  }
});

test("a trace that no run.json could take over is none", async () => {
  const key = run.cells[0]?.judged?.boot ?? "";
  const trace = await store.trace(key);
  if (!trace) throw new Error("the rig has no boot");
  for (const change of [{ startedAt: "yesterday" }, { run: 0 }, { run: -1 }, { run: 1.5 }]) {
    await store.putTrace(key, { ...trace, ...change });
    expect(await store.trace(key), JSON.stringify(change)).toBeUndefined();
  }
});

test("names that JavaScript has a meaning for change no other run", async () => {
  for (const name of ["__proto__", "constructor", "toString"]) {
    const cells = run.cells.map((cell) => ({ ...cell, head: name, series: name, platform: name }));
    const night = nightOf({ ...run, run: 2, cells });
    await mkdir(path("runs/2"), { recursive: true });
    await writeFile(path("runs/2/night.json"), sealed(night));
    const nights = await Array.fromAsync(runs.history({ ...run, run: 3 }));
    expect(nights.map((one) => one.run)).toContain(3);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as Record<string, unknown>)["guest"]).toBeUndefined();
  }
});
