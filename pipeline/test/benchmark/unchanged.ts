// A run with nothing changed, and the memory of the pipeline itself.

import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { startTwinboot, twinboot } from "../vm/cli-rig.ts";
import type { Row } from "./row.ts";
import { median } from "simple-statistics";

const times = 5;

export async function unchanged(): Promise<Row[]> {
  await twinboot(["run", "--quiet"]);
  const seconds: number[] = [];
  for (let n = 0; n < times; n += 1) seconds.push((await twinboot(["run", "--quiet"])).seconds);
  const worst = Math.max(...seconds).toFixed(2);
  return [
    {
      what: "`./twinboot run`, nothing changed",
      goal: "at most 2 s",
      figure: `${median(seconds).toFixed(2)} s (median of ${times}, worst ${worst} s)`,
    },
    {
      what: "memory of the pipeline (peak RSS), booting everything again",
      goal: "at most 200 MB",
      figure: `${(await peakMb(["run", "--quiet", "--fresh"])).toFixed(0)} MB`,
    },
  ];
}

/** Peak resident memory of the program itself, without its children (proc(5), VmHWM). */
async function peakMb(args: readonly string[]): Promise<number> {
  const run = startTwinboot(args);
  run.stdout.resume();
  let peakKb = 0;
  const ended = once(run, "close");
  while (run.exitCode === null && run.signalCode === null) {
    const status = await readFile(`/proc/${run.pid}/status`, "utf8").catch(() => "");
    peakKb = Math.max(peakKb, Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0));
    await sleep(50);
  }
  await ended;
  return peakKb / 1024;
}
