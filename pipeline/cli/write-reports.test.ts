// Which run's report lies where.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runFixture } from "../test/run-fixture.ts";
import { temporaryFolder } from "../test/folder-rig.ts";
import { Store } from "../engine/store.ts";
import { Runs } from "../work/runs.ts";
import { writeReports } from "./write-reports.ts";

/** The runs of these numbers, the odd ones of a part of the matrix, each written as it ends. */
async function written(numbers: readonly number[]) {
  const folder = await temporaryFolder();
  const ground = { store: new Store(folder), runs: new Runs(folder) };
  const shown: string[] = [];
  for (const run of numbers) {
    const part = run % 2 ? { part: "--platform bare-q35" } : {};
    shown.push(await writeReports(ground, runFixture({ run, ...part }), folder));
  }
  const runIn = async (name: string): Promise<number> =>
    (JSON.parse(await readFile(join(folder, name, "run.json"), "utf8")) as { run: number }).run;
  return { runIn, shown };
}

test("a run of a part of the matrix leaves the newest report of all of it alone, and has its own", async () => {
  const { runIn, shown } = await written([2, 3]);
  expect([await runIn("latest"), await runIn("runs/2"), await runIn("runs/3")]).toEqual([2, 2, 3]);
  expect(shown.map((path) => path.split("/").slice(-2).join("/"))).toEqual([
    "latest/index.html",
    "3/index.html",
  ]);
});

test("the newest of the whole matrix is the latest; where there was none yet, a part is better than nothing", async () => {
  const whole = await written([1, 2, 4]);
  expect(await whole.runIn("latest")).toBe(4);
  const parts = await written([1, 3]);
  expect(await parts.runIn("latest")).toBe(3);
});
