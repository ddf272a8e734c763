import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
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

test("where a run is not there, the newest are named, and how many more there are", async () => {
  const runs = new Runs(await temporaryFolder());
  await expect(runs.read(9)).rejects.toThrow("this store has no finished run");
  for (let run = 1; run <= 7; run += 1) await runs.finish(runFixture({ run }));
  runs.take(8);
  await expect(runs.read(9)).rejects.toThrow("no finished run 9 (there are 7, 6, 5, 4, 3; 2 more)");
});
