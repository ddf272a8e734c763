// One changed line in one patch, from the edit to all verdicts, in a copy of the checkout on the same store.

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runRecordSchema } from "../../model/record/run-record.ts";
import { mustRun } from "../../tools/shell.ts";
import { copyCheckout } from "../checkout-copy.ts";
import { busyMs } from "./busy.ts";
import type { Row } from "./row.ts";

const makeAndBoot = ["configure-kernel", "build-kernel", "boot"];

export async function changedPatch(): Promise<Row[]> {
  const copy = await mkdtemp(join(tmpdir(), "twinboot-changed-"));
  await copyCheckout(copy);
  await editLastPatch(join(copy, "patches/hypervisor-sysfs"));
  const startedAt = performance.now();
  await mustRun([join(copy, "twinboot"), "run", "--quiet"]);
  const seconds = (performance.now() - startedAt) / 1000;
  const text = await readFile(join(copy, "reports/latest/run.json"), "utf8");
  await rm(copy, { recursive: true });
  const work = busyMs(runRecordSchema.parse(JSON.parse(text)), makeAndBoot) / 1000;
  return [
    {
      what: "one changed line in one patch, to all verdicts",
      goal: "incremental make and boots + 3 s",
      figure: `${seconds.toFixed(1)} s: make and boots ${work.toFixed(1)} s, + ${(seconds - work).toFixed(1)} s`,
    },
  ];
}

/** A name in the last patch gets another ending each time: the object and the kernel are new ones. */
async function editLastPatch(dir: string): Promise<void> {
  const series = (await readFile(join(dir, "series"), "utf8")).split("\n").filter(Boolean);
  const path = join(dir, series.at(-1) ?? "");
  const text = await readFile(path, "utf8");
  const edited = text.replace('"hypervisor-kunit"', `"hypervisor-kunit-${Date.now() % 1e6}"`);
  if (edited === text) throw new Error(`${path} has no name to change`);
  await writeFile(path, edited);
}
