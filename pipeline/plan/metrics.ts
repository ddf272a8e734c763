// A bench plan and its traces -> rows of `metrics` in run.json. Pure. What was not proved has no row.

import type {
  BenchPlan,
  MeasuredKernel,
  PlannedCount,
  PlannedProfile,
  PlannedSize,
  PlannedTime,
} from "../model/cost/bench-plan.ts";
import type { Count } from "../model/cost/count.ts";
import { icountArguments } from "../model/cost/counting.ts";
import type { Digest } from "../model/digest.ts";
import type { ElfSizes } from "../model/cost/elf-sizes.ts";
import type { Json } from "../model/json.ts";
import { type Hot, type Metric, metricId, type MetricSubject } from "../model/cost/metric.ts";
import { largestDifferences } from "../model/cost/profile.ts";
import { sampledMetric } from "../model/cost/sampled-metric.ts";
import { baseRow } from "../model/described/series.ts";
import type { Step } from "../model/work/step.ts";
import type { Trace } from "../model/record/trace.ts";

/** The platform of what needs no machine. */
const noPlatform = "none";

type Traces = ReadonlyMap<Digest, Trace>;

export function metricsOf(bench: BenchPlan, traces: Traces): Metric[] {
  return [
    ...bench.sizes.flatMap((size) => sizeMetrics(size, traces)),
    ...bench.counts.flatMap((count) => countMetrics(count, traces)),
    ...bench.profiles.flatMap((profile) => phaseMetrics(profile, traces)),
    ...timeMetrics(bench.times, traces),
  ];
}

/** A row for each kernel, platform and workload; boots that were not proved have no value in it. */
function timeMetrics(times: readonly PlannedTime[], traces: Traces): Metric[] {
  const arms = Map.groupBy(times, ({ of, platform }) => `${platform} ${of.built.id}`);
  return [...arms.values()].flatMap((arm) => {
    const boots = arm.flatMap((time) => timedBoots(time, traces));
    const workloads = Map.groupBy(boots, ({ timed }) => timed.name);
    return [...workloads.values()].flatMap((of) => {
      const [one] = of;
      const image = one && valueOf(traces, one.of.built)?.image.digest;
      if (!one || !image) return [];
      const { name: workload, iterations } = one.timed;
      const subject = {
        ...subjectOf(one.of, one.platform),
        workload,
        unit: "nanoseconds" as const,
      };
      const sampled = sampledMetric({ ...subject, iterations, kernel: image }, of);
      return "metric" in sampled ? [sampled.metric] : [];
    });
  });
}

function timedBoots({ of, platform, planned, booted, read }: PlannedTime, traces: Traces) {
  const record = valueOf(traces, booted);
  const times = valueOf(traces, read) ?? [];
  return record
    ? times.map((timed) => ({ of, platform, planned, record, timed, values: [timed.count] }))
    : [];
}

function sizeMetrics({ of, kernel, measured }: PlannedSize, traces: Traces): Metric[] {
  const sizes = valueOf(traces, measured);
  const image = valueOf(traces, kernel)?.image.digest;
  if (!sizes || !image) return [];
  const parts: readonly (keyof ElfSizes)[] = ["text", "data", "bss"];
  return parts.map((part) => {
    const subject = {
      ...subjectOf(of, noPlatform),
      workload: `size/${part}`,
      unit: "bytes" as const,
    };
    return row(subject, {
      class: "exact",
      iterations: 1,
      kernel: image,
      values: [sizes[part]],
      evidence: [],
    });
  });
}

function countMetrics(planned: PlannedCount, traces: Traces): Metric[] {
  const counts = valueOf(traces, planned.counted) ?? [];
  const consoles = planned.boots.flatMap((boot) => valueOf(traces, boot)?.console.digest ?? []);
  return counts.flatMap((count) => countMetric(planned, count, { traces, consoles }));
}

/** Instructions executed, without idle time: unlike the TSC, the counter does not see a clock that jumps ahead. */
function phaseMetrics(planned: PlannedProfile, traces: Traces): Metric[] {
  const phases = valueOf(traces, planned.read)?.phases ?? [];
  const consoles = planned.boots.flatMap(
    (boot) => valueOf(traces, boot)?.booted.console.digest ?? [],
  );
  return phases.flatMap((count) => countMetric(planned, count, { traces, consoles }));
}

function countMetric(
  { of, platform, cpu, qemu }: Pick<PlannedCount, "of" | "platform" | "cpu" | "qemu">,
  { workload, iterations, values, demoted }: Count,
  { traces, consoles }: { traces: Traces; consoles: readonly Digest[] },
): Metric[] {
  const image = valueOf(traces, of.built)?.image.digest;
  if (!image) return [];
  const subject = { ...subjectOf(of, platform), workload, unit: "instructions" as const };
  return [
    row(subject, {
      class: demoted ? "sampled" : "exact",
      iterations,
      kernel: image,
      values: [...values],
      ...(demoted ? { demoted } : {}),
      under: { qemu, cpu, icount: icountArguments.join(" ") },
      evidence: [...new Set(consoles)],
    }),
  ];
}

/** Where the counts of a series differ from those of its base, workload by workload. */
export function hotOf({ profiles }: BenchPlan, traces: Traces): Hot[] {
  return profiles.flatMap((planned) => {
    const { series, head, flavour } = planned.of;
    const base = profiles.find(
      ({ of, platform }) =>
        of.series === baseRow &&
        of.head === head &&
        of.flavour === flavour &&
        platform === planned.platform,
    );
    const from = base && valueOf(traces, base.read)?.functions;
    const to = valueOf(traces, planned.read)?.functions;
    if (!from || !to || series === baseRow || planned.of.patches !== undefined) return [];
    return Object.entries(to).flatMap(([workload, executed]) => {
      const functions = largestDifferences(from[workload] ?? {}, executed);
      const { platform } = planned;
      return functions.length ? [{ workload, series, head, flavour, platform, functions }] : [];
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
