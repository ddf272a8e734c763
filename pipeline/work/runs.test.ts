import { cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { measuredNights } from "../test/measured-run.ts";
import { temporaryFolder } from "../test/folder-rig.ts";
import { runFixture } from "../test/run-fixture.ts";
import { Runs } from "./runs.ts";

test("a store without runs counts on from the nights that it takes over, and shows them as its history", async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, "nights"));
  const nights = measuredNights().slice(0, 3);
  for (const night of nights)
    await writeFile(join(folder, "nights", `${night.run}.json`), JSON.stringify(night));
  const runs = new Runs(join(folder, "store"));
  await runs.adopt(join(folder, "nights"));
  await runs.adopt(join(folder, "nights"));
  const number = await runs.next();
  expect(number).toBe((nights.at(-1)?.run ?? 0) + 1);
  const history = await Array.fromAsync(runs.history(runFixture({ run: number })));
  expect(history.slice(0, -1)).toEqual(nights);
});

test("a number is the next one until something carries it, and then it is taken", async () => {
  const runs = new Runs(await temporaryFolder());
  expect([await runs.next(), await runs.next()]).toEqual([1, 1]);
  runs.take(1);
  expect(await runs.next()).toBe(2);
  await runs.finish(runFixture({ run: await runs.next() }));
  expect(await runs.next()).toBe(3);
});

test("the folder of another run is not the run that its name says, nor a night of the history", async () => {
  const dir = await temporaryFolder();
  const runs = new Runs(dir);
  for (const run of [1, 2]) await runs.finish(runFixture({ run }));
  await cp(join(dir, "runs/1"), join(dir, "runs/3"), { recursive: true });
  await expect(runs.read(3)).rejects.toThrow("runs/3/run.json is of run 1");
  await expect(runs.read()).rejects.toThrow("runs/3/run.json is of run 1");
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const nights = await Array.fromAsync(runs.history(runFixture({ run: 4 })));
  expect(nights.map(({ run }) => run)).toEqual([1, 2, 4]);
  await cp(join(dir, "runs/1/night.json"), join(dir, "runs/2/night.json"));
  const again = await Array.fromAsync(runs.history(runFixture({ run: 4 })));
  expect(again.map(({ run }) => run)).toEqual([1, 2, 4]);
});

test.each(["0", "-1", "1000000000", "1e21"])(
  "a night of run %s is none to take over",
  async (name) => {
    const folder = await temporaryFolder();
    const run = Number(name);
    const [night] = measuredNights();
    await writeFile(join(folder, `${name}.json`), JSON.stringify({ ...night, run }));
    await expect(new Runs(await temporaryFolder()).adopt(folder)).rejects.toThrow(`${name}.json`);
  },
);

test("where a run is not there, the newest are named, and how many more there are", async () => {
  const runs = new Runs(await temporaryFolder());
  await expect(runs.read(9)).rejects.toThrow("this store has no finished run");
  for (let run = 1; run <= 7; run += 1) await runs.finish(runFixture({ run }));
  runs.take(8);
  await expect(runs.read(9)).rejects.toThrow("no finished run 9 (there are 7, 6, 5, 4, 3; 2 more)");
});
