import { crc32 } from "node:zlib";
import { beforeEach, describe, expect, test } from "vitest";
import { digestOf } from "../../model/digest.ts";
import { type Metric, metricId } from "../../model/cost/metric.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { RunRecord } from "../../model/record/run-record.ts";
import { nonce } from "../../test/corpus-rig.ts";
import { runFixture } from "../../test/run-fixture.ts";
import { temporaryStore } from "../../test/store-rig.ts";
import { metricComplaints } from "./verify-metrics.ts";

let store: Awaited<ReturnType<typeof temporaryStore>>;
let run: RunRecord;

beforeEach(async () => {
  store = await temporaryStore();
  const boots = [await countBoot(1, 213_000), await countBoot(2, 213_000)];
  run = runFixture({
    metrics: [figure([213_000, 213_000], [...new Set(boots.map(({ console }) => console))])],
    traces: boots.map(({ key }) => ({
      step: key,
      kind: "count-boot",
      label: "bare-q35",
      key,
      status: "pass",
      startedAt: new Date(0).toISOString(),
      durationMs: 1,
      run: 1,
      reused: false,
    })),
  });
});

/** A boot whose console has one figure on it. */
async function countBoot(take: number, count: number): Promise<{ key: string; console: string }> {
  const body = JSON.stringify({
    record: "metric",
    name: "lat_syscall/getppid",
    iterations: 1000,
    count,
    unit: "instructions",
  });
  const sum = crc32(`${nonce} 0 ${body}`).toString(16).padStart(8, "0");
  const console = await store.keepBytes(`@tb ${nonce} 0 ${sum} ${body}\n`, "console.log");
  const key = digestOf(`count-boot ${take}`);
  const outcome = pass({ platform: "bare-q35", console, nonce });
  const times = { startedAt: new Date(0).toISOString(), durationMs: 1, run: 1 };
  await store.putTrace(key, { step: key, kind: "count-boot", label: "", key, outcome, ...times });
  return { key, console: console.digest };
}

function figure(values: number[], evidence: string[]): Metric {
  const subject = {
    workload: "lat_syscall/getppid",
    unit: "instructions" as const,
    series: "base",
    head: "sid",
    flavour: "guest",
    platform: "bare-q35",
  };
  const rest = { class: "exact" as const, iterations: 1000, kernel: digestOf("bzImage") };
  return { ...subject, id: metricId(subject), ...rest, values, evidence };
}

async function complaints(change: Partial<Metric> = {}): Promise<string[]> {
  const metrics = (run.metrics ?? []).map((one) => Object.assign({}, one, change));
  const source = {
    read: (file: Parameters<typeof store.read>[0]) => store.read(file),
    trace: (key: string, by?: number) => store.trace(key, by),
  };
  return metricComplaints({ ...run, metrics }, source);
}

describe("a figure", () => {
  test("holds where the consoles of its boots say it", async () => {
    expect(await complaints()).toEqual([]);
  });

  test.each<[string, Partial<Metric>, string]>([
    ["was changed", { values: [212_999, 212_999] }, "values: run.json says [212999,212999]"],
    ["was taken once more than it was", { values: [213_000, 213_000, 213_000] }, "values:"],
    ["names no console", { evidence: [] }, "the evidence []"],
    ["names a console that no boot left", { evidence: [digestOf("x")] }, "the evidence []"],
    ["is said to be of another platform", { platform: "xen-pv-dom0" }, "id: run.json says"],
    ["is a size of no kernel in the store", { workload: "size/text" }, "the evidence []"],
  ])("that %s does not hold", async (_, change, words) => {
    expect((await complaints(change)).join("\n")).toContain(words);
  });
});
