// Every file that a command reads back from a store, damaged in every way: one clear error or made anew, never a mistake
// of ours, never taken for what it was.
// @module-tag process

import { appendFile, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, type MockInstance, test, vi } from "vitest";
import { Store } from "../engine/store.ts";
import { lockStore } from "../engine/store-lock.ts";
import type { Check } from "../model/record/check.ts";
import { InfraError, UserError } from "../model/errors.ts";
import { nightOf } from "../model/record/night-of.ts";
import type { RunRecord } from "../model/record/run-record.ts";
import { verifyRun } from "../plan/merge/verify-run.ts";
import { type Damage, damages } from "../test/damage.ts";
import { temporaryFolder } from "../test/folder-rig.ts";
import { judgedRun } from "../test/judged-run-rig.ts";
import { copyOfStore, temporaryStore } from "../test/store-rig.ts";
import { gcCommand } from "./commands/gc.ts";
import { mergeCommand } from "./commands/merge.ts";
import { packCommand } from "./commands/pack.ts";
import { reportCommand } from "./commands/report.ts";
import { evidenceSource } from "../work/evidence-source.ts";
import { OpenResolve } from "../work/open-resolve.ts";
import { Runs } from "../work/runs.ts";
import { consoleTextIn } from "./write-site.ts";

let store: Store;
let runs: Runs;
let run: RunRecord;

let whole: Store;
let said: MockInstance;

beforeAll(async () => {
  whole = await temporaryStore();
  run = await judgedRun(whole);
  await new Runs(whole.dir).finish(run);
});

beforeEach(async () => {
  store = await copyOfStore(whole);
  runs = new Runs(store.dir);
  vi.stubEnv("TWINBOOT_STORE", store.dir);
  said = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});

/** What ends a command with an exit code of its own: 2 or 3. */
async function told(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (one: unknown) => one,
  );
  expect(error instanceof InfraError || error instanceof UserError, String(error)).toBe(true);
  return (error as Error).message;
}

function consoleFile() {
  const console = run.cells[0]?.evidence.console;
  if (!console) throw new Error("the rig has no console");
  return console;
}

/** One of each kind; the others come with the slow tests. */
const fast = new Set(["cut in the middle", "sealed, of other kinds", "a byte changed", "a FIFO"]);

describe.each(damages.filter(([name]) => fast.has(name)))("%s", holds);
describe.each(damages.filter(([name]) => !fast.has(name)))("%s", { tags: ["vm"] }, holds);

function holds(_: string, damage: Damage): void {
  test("a run is told, by its file, whoever reads it", async () => {
    const path = join(store.dir, "runs/1/run.json");
    await damage(path);
    expect(await told(runs.read(1))).toContain("runs/1/run.json");
    expect(await told(runs.read())).toContain("runs/1/run.json");
    await told(gcCommand({ dryRun: false }));
    await told(reportCommand({}));
    await told(packCommand({ output: join(store.dir, "packed") }));
  });

  test("a night is made anew from its run", async () => {
    await damage(join(store.dir, "runs/1/night.json"));
    const nights = await Array.fromAsync(runs.history({ ...run, run: 2 }));
    expect(nights[0]).toEqual(nightOf(run));
  });

  test("a night whose run is as bad is left out, and that is told", async () => {
    await damage(join(store.dir, "runs/1/night.json"));
    await damage(join(store.dir, "runs/1/run.json"));
    const nights = await Array.fromAsync(runs.history({ ...run, run: 2 }));
    expect(nights.map((night) => night.run)).toEqual([2]);
    expect(said).toHaveBeenCalledWith(expect.stringContaining("is left out"));
  });

  test("a checklist proves nothing", async () => {
    await runs.keepChecks(1, { series: "one", head: "sid", checks: [check] });
    expect(await runs.checks("one", "sid")).toEqual([check]);
    await damage(join(store.dir, "runs/1/checks.json"));
    expect(await runs.checks("one", "sid")).toEqual([]);
  });

  test("a trace is none: its step is done again, and then it is there", async () => {
    const key = run.cells[0]?.judged?.boot ?? "";
    const trace = await store.trace(key);
    if (!trace) throw new Error("the rig has no boot");
    await damage(join(store.dir, "traces", `${key}.json`));
    expect(await store.trace(key)).toBeUndefined();
    expect(await verifyRun(run, evidenceSource(store, runs, 1))).not.toEqual([]);
    await store.putTrace(key, trace);
    expect(await store.trace(key)).toEqual(trace);
  });

  test("a console is on no page and in no part, nor judged; made again, it is there", async () => {
    const file = consoleFile();
    const bytes = await store.read(file);
    await damage(store.path(file));
    expect(consoleTextIn(store)(file)).toBeUndefined();
    await told(store.read(file));
    await told(packCommand({ output: join(store.dir, "packed") }));
    expect(await verifyRun(run, evidenceSource(store, runs, 1))).not.toEqual([]);
    await told(new Store(store.dir).check([file]));
    await store.keepBytes(bytes, file.name);
    expect(await store.read(file)).toEqual(bytes);
  });

  test("a night of another store is told, and none of them taken over", async () => {
    const nights = await temporaryFolder();
    await writeFile(join(nights, "7.json"), JSON.stringify({ ...nightOf(run), run: 7 }));
    await runs.adopt(nights);
    await damage(join(nights, "7.json"));
    expect(await told(runs.adopt(nights))).toContain("7.json");
  });

  test("a plan is told before anything is merged", async () => {
    const path = join(store.dir, "runs/plan.json");
    await writeFile(path, '{"schema":"twinboot/plan@1"}');
    await damage(path);
    expect(await told(mergeCommand({ dirs: ["part"], plan: path, json: false }))).toContain(
      "plan.json",
    );
  });

  test("an open conflict is told, with where its work tree is", async () => {
    const open = new OpenResolve(store, "one", "sid");
    const tree = { commit: "c", tree: "t", release: "7.2" };
    await open.write({ head: tree, writtenOn: tree, pin: "p", patch: "d", onto: "c" });
    await damage(join(store.dir, "kept/resolve/one@sid/state.json"));
    expect(await told(open.read())).toContain("state.json");
  });

  test("a lock is told, or counts for nothing", async () => {
    const path = join(store.dir, "lock");
    await writeFile(path, "999999999 1");
    await damage(path);
    const taken = lockStore(store.dir);
    const release = await taken.catch(() => undefined);
    if (release) await release();
    else await told(taken);
  });
}

const check: Check = {
  check: "checkpatch",
  rule: "r",
  source: "s",
  outcome: "passed",
  words: "w",
  details: [],
  series: "ab".repeat(32),
};

test("what is no run, no trace and no file of a store is in nobody's way", async () => {
  await mkdir(join(store.dir, "runs/notes"));
  await mkdir(join(store.dir, "runs/99999999999999999999"));
  await mkdir(join(store.dir, "traces/folder.json"));
  await mkdir(join(store.dir, "files/folder"));
  await writeFile(join(store.dir, "files/words"), "");
  expect((await runs.read()).run).toBe(1);
  expect(await runs.next()).toBe(2);
  expect(await gcCommand({ dryRun: false })).toBe(0);
  expect((await store.read(consoleFile())).length).toBeGreaterThan(0);
});

test("a folder that is somebody's is no store, and nothing is taken out of it", async () => {
  const dir = await temporaryFolder();
  await mkdir(join(dir, "work"));
  await appendFile(join(dir, "work/thesis"), "words");
  expect(await told(new Store(dir).make())).toContain("is not a Twinboot store");
  await rm(join(dir, "work"), { recursive: true });
  await new Store(dir).make();
});
