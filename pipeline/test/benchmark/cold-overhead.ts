// What a cold run costs beside make, apt and QEMU: its wall time without the time in which one of their steps ran.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { storeDir } from "../../work/session.ts";
import { type RunRecord, runRecordSchema } from "../../model/record/run-record.ts";
import { busyMs } from "./busy.ts";
import type { Row } from "./row.ts";

const toolKinds = [
  "refresh-suite",
  "build-host-image",
  "build-hypervisor",
  "configure-kernel",
  "build-kernel",
  "boot",
];

/** Of the newest run of this store that built a kernel from nothing. */
export async function coldOverhead(): Promise<Row[]> {
  const what = "own overhead of a cold run";
  const goal = "at most 3 %";
  const run = await newestCold();
  if (!run) return [{ what, goal, figure: "this store has no cold run" }];
  const busy = busyMs(run, toolKinds);
  const share = (100 * (run.durationMs - busy)) / run.durationMs;
  const wall = `${(run.durationMs / 1000).toFixed(1)} s wall`;
  const rows = [
    {
      what,
      goal,
      figure: `${share.toFixed(1)} % (run ${run.run}: ${wall}, ${(busy / 1000).toFixed(1)} s in tools)`,
    },
  ];
  const made = run.traces.filter(({ reused, durationMs }) => !reused && durationMs > 1000);
  const stages = made.map(
    ({ label, durationMs }) => `${label} ${(durationMs / 1000).toFixed(1)} s`,
  );
  const waits = waitsOf(run);
  return [
    ...rows,
    ...(waits ? [waits] : []),
    { what: "stages of that run over 1 s", goal: "", figure: stages.join("; ") },
  ];
}

/** How long people waited, in makes of the first kernel: figures of different machines are alike in that. */
function waitsOf({ traces, durationMs, startedAt }: RunRecord): Row | undefined {
  const made = traces.filter(({ reused }) => !reused);
  const make = made.find(({ kind }) => kind === "build-kernel")?.durationMs;
  const judged = made.filter(({ kind }) => kind === "judge-boot").map(endOf);
  if (!make || !judged.length) return undefined;
  const first = Math.min(...judged) - Date.parse(startedAt);
  const ratio = (ms: number): string => (ms / make).toFixed(2);
  return {
    what: "first verdict and last of that run, over the make of its first kernel",
    goal: "1.5 and 3",
    figure: `${ratio(first)} and ${ratio(durationMs)} (make: ${(make / 1000).toFixed(1)} s)`,
  };
}

function endOf({ startedAt, durationMs }: RunRecord["traces"][number]): number {
  return Date.parse(startedAt) + durationMs;
}

async function newestCold(): Promise<RunRecord | undefined> {
  const dir = join(storeDir(), "runs");
  const numbers = (await readdir(dir)).map(Number).toSorted((a, b) => b - a);
  for (const number of numbers) {
    const text = await readFile(join(dir, String(number), "run.json"), "utf8").catch(
      () => undefined,
    );
    const run = text === undefined ? undefined : runRecordSchema.parse(JSON.parse(text));
    const made = run?.traces.filter(({ reused }) => !reused).map(({ kind }) => kind) ?? [];
    if (made.includes("import-head") && made.includes("build-kernel")) return run;
  }
  return undefined;
}
