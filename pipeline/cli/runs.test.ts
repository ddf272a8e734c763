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
  const number = await runs.begin();
  expect(number).toBe((nights.at(-1)?.run ?? 0) + 1);
  const history = await Array.fromAsync(runs.history(runFixture({ run: number })));
  expect(history.slice(0, -1)).toEqual(nights);
});
