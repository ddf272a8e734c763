// The fixture's run with figures, and the nights before it: one cell was fixed, one broke, a count moved.

import { digestOf } from "../model/digest.ts";
import { metricId, type Metric } from "../model/cost/metric.ts";
import type { Night } from "../model/record/night.ts";
import { nightOf } from "../model/record/night-of.ts";
import type { RunRecord } from "../model/record/run-record.ts";
import { runFixture } from "./run-fixture.ts";

const workloads = ["lat_syscall/getppid", "lat_proc/fork", "boot/early-kernel"];

export function measuredRun(): RunRecord {
  const metrics = workloads.flatMap((workload, at) => [
    figure(workload, "base", 1_204_511 * (at + 1)),
    figure(workload, "hypervisor-sysfs", 1_204_511 * (at + 1) + at * 13),
  ]);
  return runFixture({ metrics });
}

export function measuredNights(): Night[] {
  const last = nightOf(measuredRun());
  const older = Array.from({ length: 11 }, (_, at) => {
    const night = structuredClone(last);
    const cells = night.cells["sid"]?.["hypervisor-sysfs"]?.["guest"];
    if (!cells) throw new Error("the fixture lost its row");
    cells["xen-pv-dom0"] = at === 4 ? "infra" : "pass";
    cells["bare-q35"] = at > 6 ? "fail" : "pass";
    for (const [id, count] of Object.entries(night.metrics))
      night.metrics[id] = count - (at < 6 ? 40 : 0);
    const heads = { ...night.heads, sid: digestOf(`commit ${at}`).slice(0, 40) };
    return { ...night, run: at + 1, heads };
  });
  return [...older, last];
}

function figure(workload: string, series: string, count: number): Metric {
  const platform = "bare-q35";
  const subject = {
    workload,
    unit: "instructions" as const,
    series,
    head: "sid",
    flavour: "guest",
    platform,
  };
  return {
    ...subject,
    id: metricId(subject),
    class: "exact",
    iterations: 1000,
    kernel: digestOf(`bzImage sid ${series}`),
    values: [count, count],
    evidence: [],
  };
}
