// A bench plan and its traces -> rows of `metrics` in run.json. Pure. What was not proved has no row.

import type { BenchPlan, MeasuredKernel, PlannedCount, PlannedSize } from "../model/bench-plan.ts";
import type { Count } from "../model/count.ts";
import { icountArguments } from "../model/counting.ts";
import type { Digest } from "../model/digest.ts";
import type { ElfSizes } from "../model/elf-sizes.ts";
import type { Json } from "../model/json.ts";
import { type Metric, metricId, type MetricSubject } from "../model/metric.ts";
import type { Step } from "../model/step.ts";
import type { Trace } from "../model/trace.ts";

/** The platform of what needs no machine. */
const noPlatform = "none";

type Traces = ReadonlyMap<Digest, Trace>;

/** `qemu`: SHA-256 of the binary. */
export function metricsOf(bench: BenchPlan, traces: Traces, qemu: Digest): Metric[] {
  return [
    ...bench.sizes.flatMap((size) => sizeMetrics(size, traces)),
    ...bench.counts.flatMap((count) => countMetrics(count, traces, qemu)),
  ];
}

function sizeMetrics({ of, kernel, measured }: PlannedSize, traces: Traces): Metric[] {
  const sizes = valueOf(traces, measured);
  const image = valueOf(traces, kernel)?.image.digest;
  if (!sizes || !image) return [];
  const parts: readonly (keyof ElfSizes)[] = ["text", "data", "bss"];
  return parts.map((part) => {
    const subject = { ...subjectOf(of, noPlatform), workload: `size/${part}`, unit: "bytes" as const };
    return row(subject, { class: "exact", iterations: 1, kernel: image, values: [sizes[part]], evidence: [] });
  });
}

function countMetrics(planned: PlannedCount, traces: Traces, qemu: Digest): Metric[] {
  const counts = valueOf(traces, planned.counted);
  const image = valueOf(traces, planned.of.built)?.image.digest;
  if (!counts || !image) return [];
  const evidence = planned.boots.flatMap((boot) => valueOf(traces, boot)?.console.digest ?? []);
  const under = { qemu, cpu: planned.cpu, icount: icountArguments.join(" ") };
  return counts.map(({ workload, iterations, values, demoted }: Count) => {
    const subject = { ...subjectOf(planned.of, planned.platform), workload, unit: "instructions" as const };
    return row(subject, {
      class: demoted ? "sampled" : "exact",
      iterations,
      kernel: image,
      values: [...values],
      ...(demoted ? { demoted } : {}),
      under,
      evidence: [...new Set(evidence)],
    });
  });
}

function subjectOf({ series, patches, head, flavour }: MeasuredKernel, platform: string) {
  return { series, head, flavour, platform, ...(patches === undefined ? {} : { patches }) };
}

function row(subject: MetricSubject, rest: Omit<Metric, keyof MetricSubject | "id">): Metric {
  return { id: metricId(subject), ...subject, ...rest };
}

function valueOf<V extends Json>(traces: Traces, step: Step<V>): V | undefined {
  const outcome = traces.get(step.id)?.outcome;
  return outcome?.status === "pass" ? (outcome.value as V) : undefined;
}
