// Which run's report lies where.
// @module-tag process

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { damages } from "../test/damage.ts";
import { runFixture } from "../test/run-fixture.ts";
import { temporaryFolder } from "../test/folder-rig.ts";
import { Store } from "../engine/store.ts";
import { Runs } from "../work/runs.ts";
import { mustHoldReports, writeReports } from "./write-reports.ts";

/** The runs of these numbers, the odd ones of a part of the matrix, each written as it ends. */
async function written(numbers: readonly number[]) {
  const folder = await temporaryFolder();
  const session = { store: new Store(folder), runs: new Runs(folder) };
  const shown: string[] = [];
  for (const run of numbers) {
    const part = run % 2 ? { part: "--platform bare-q35" } : {};
    shown.push(await writeReports(session, runFixture({ run, ...part }), folder));
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

test("a checkout that cannot hold reports is named before a run, with what to type", async () => {
  const folder = await temporaryFolder();
  await expect(mustHoldReports(join(folder, "reports"))).resolves.toBeUndefined();
  await expect(mustHoldReports(join(folder, "gone", "reports"))).rejects.toMatchObject({
    message: expect.stringMatching(/^reports cannot be written to this checkout: ENOENT/),
    hint: "clone it to a folder of your own",
  });
});

test.each(damages.filter(([name]) => name !== "a byte changed"))(
  "a latest report whose run.json is %s gives way, and nobody waits for it",
  async (_, damage) => {
    const folder = await temporaryFolder();
    const path = join(folder, "latest/run.json");
    await mkdir(join(folder, "latest"));
    await writeFile(path, JSON.stringify(runFixture({ run: 1 })));
    await damage(path);
    const session = { store: new Store(folder), runs: new Runs(folder) };
    await writeReports(session, runFixture({ run: 2, part: "--platform bare-q35" }), folder);
    const text = await readFile(path, "utf8");
    expect((JSON.parse(text) as { run: number }).run).toBe(2);
  },
);
