// A run of many cells and nights of old: what rendering must bear. Made from the fixture's cells, so that its texts are real in size.

import { digestOf } from "../model/digest.ts";
import { metricId, type Metric } from "../model/cost/metric.ts";
import type { Night } from "../model/record/night.ts";
import { nightOf } from "../model/record/night-of.ts";
import type { RunCell, RunRecord } from "../model/record/run-record.ts";
import { Random } from "../model/random.ts";
import { runFixture } from "./run-fixture.ts";

/** 10 heads, 10 rows each, 20 platforms: 2000 cells; a tenth of them do not pass. */
export function largeRun(run = 500): RunRecord {
  const small = runFixture();
  const heads = Array.from({ length: 10 }, (_, at) => ({
    ...first(small.heads),
    name: `head-${at}`,
  }));
  const names = ["base", ...Array.from({ length: 9 }, (_, at) => `series-${at}`)];
  const rows = heads.flatMap((head) => names.map((series) => ({ head: head.name, series })));
  const cells = rows.flatMap((row, at) => platformsOf(small, row, at));
  const kernels = rows.map((row) => ({
    ...first(small.kernels),
    ...row,
    digest: digestOf(JSON.stringify(row)),
  }));
  const metrics = rows.flatMap((row) => metricOf(row, run));
  const trace = first(small.traces);
  const traces = cells.flatMap(({ platform, head, series }, at) => {
    const label = `${platform} ${head}+${series}`;
    return ["boot", "judge-boot"].map((kind) =>
      Object.assign({}, trace, { kind, label, step: digestOf(`${kind} ${at}`) }),
    );
  });
  return { ...small, run, heads, series: [], kernels, cells, metrics, traces };
}

/** Every night as the run, with one cell in a hundred different. */
export function* largeNights(run: RunRecord, count: number): Generator<Night> {
  const random = new Random(7);
  const last = nightOf(run);
  for (let number = run.run - count + 1; number < run.run; number += 1) {
    const night = structuredClone(last);
    for (const platforms of platformsIn(night))
      for (const name of Object.keys(platforms).filter(() => random.below(100) === 0))
        platforms[name] = "fail";
    yield { ...night, run: number };
  }
  yield last;
}

function platformsIn({ cells }: Night) {
  const rows = Object.values(cells).flatMap((ofHead) => Object.values(ofHead));
  return rows.flatMap((ofSeries) => Object.values(ofSeries));
}

function platformsOf(
  small: RunRecord,
  row: { head: string; series: string },
  at: number,
): RunCell[] {
  const passed = first(small.cells.filter(({ verdict }) => verdict === "pass"));
  const failed = first(small.cells.filter(({ verdict }) => verdict === "fail"));
  return Array.from({ length: 20 }, (_, number) => ({
    ...((at + number) % 10 ? passed : failed),
    ...row,
    platform: `platform-${number}`,
    under: "bare",
    kernel: digestOf(JSON.stringify(row)),
  }));
}

function metricOf(row: { head: string; series: string }, run: number): Metric {
  const subject = {
    ...row,
    workload: "lat_syscall/getppid",
    unit: "instructions" as const,
    flavour: "guest",
    platform: "platform-0",
  };
  return {
    ...subject,
    id: metricId(subject),
    class: "exact",
    iterations: 1000,
    kernel: digestOf(JSON.stringify(row)),
    values: [1_200_000 + Math.floor(run / 100) * 17, 1_200_000 + Math.floor(run / 100) * 17],
    evidence: [],
  };
}

function first<T>(list: readonly T[]): T {
  const [one] = list;
  if (one === undefined) throw new Error("the fixture lost what this is made from");
  return one;
}
