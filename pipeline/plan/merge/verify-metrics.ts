// The figures of run.json again: counts from the consoles of the boots, phases from what the counter wrote, sizes from vmlinux.

import type { Artifact } from "../../model/artifact.ts";
import type { BootRecord } from "../../model/boot/boot-record.ts";
import type { ElfSizes } from "../../model/cost/elf-sizes.ts";
import type { Kernel } from "../../model/described/kernel.ts";
import { type Metric, metricId } from "../../model/cost/metric.ts";
import type { ProfiledBoot } from "../../model/cost/profile.ts";
import type { RunRecord } from "../../model/record/run-record.ts";
import type { Trace } from "../../model/record/trace.ts";
import { bodiesOf } from "../../model/judge/witness.ts";
import { elfSizes } from "../../parse/elf-sizes.ts";
import { kernelSymbols } from "../../parse/kernel-symbols.ts";
import { witnessOf } from "../../steps/boot/judge-boot.ts";
import { bootPhases, outputOf } from "../../steps/measure/read-profile.ts";
import { difference, type EvidenceSource } from "./verify-cell.ts";

/** Sentences, each with the row it is about; none where every figure holds. */
export async function metricComplaints(run: RunRecord, source: EvidenceSource): Promise<string[]> {
  if (!run.metrics?.length) return [];
  const evidence = await evidenceOf(run, source);
  return run.metrics.flatMap((metric) =>
    complaintsOf(metric, evidence).map((one) => `metric ${metric.id} ${metric.workload}: ${one}`),
  );
}

/** `workload count` of one boot, by the digest of its console: boots of several kernels never share one. */
type Counted = ReadonlyMap<string, readonly ReadonlyMap<string, number>[]>;
type MetricEvidence = { readonly counted: Counted; readonly sizes: ReadonlyMap<string, ElfSizes> };

async function evidenceOf(run: RunRecord, source: EvidenceSource): Promise<MetricEvidence> {
  const read = async (file: Artifact): Promise<Buffer> =>
    (await source.read(file)) ?? Buffer.alloc(0);
  const kernels = await valuesOf<Kernel>(run, "build-kernel", source);
  const measured = new Map<string, ElfSizes>();
  for (const { image, vmlinux } of kernels)
    if (run.metrics?.some(({ kernel }) => kernel === image.digest))
      measured.set(image.digest, elfSizes(await read(vmlinux)));
  const counted = new Map<string, ReadonlyMap<string, number>[]>();
  const note = (console: Artifact, counts: ReadonlyMap<string, number>): void => {
    counted.set(console.digest, [...(counted.get(console.digest) ?? []), counts]);
  };
  for (const kind of ["count-boot", "time-boot"])
    for (const booted of await valuesOf<BootRecord>(run, kind, source))
      note(booted.console, await workloadsOf(booted, read));
  for (const profiled of await valuesOf<ProfiledBoot>(run, "profile-boot", source))
    note(profiled.booted.console, await phasesIn(profiled, kernels, read));
  return { counted, sizes: measured };
}

async function valuesOf<V>(run: RunRecord, kind: string, { trace }: EvidenceSource): Promise<V[]> {
  const traces = run.traces.filter((one) => one.kind === kind);
  const stored = await Promise.all(traces.map(({ key = "", run: by }) => trace(key, by)));
  return stored.flatMap((one) => valueIn<V>(one));
}

function valueIn<V>(trace: Trace | undefined): V[] {
  return trace?.outcome.status === "pass" ? [trace.outcome.value as unknown as V] : [];
}

type Read = (file: Artifact) => Promise<Buffer>;

async function workloadsOf(booted: BootRecord, read: Read): Promise<ReadonlyMap<string, number>> {
  const records = bodiesOf(await witnessOf(read, booted));
  return new Map(
    records.flatMap(({ body }) =>
      body.record === "metric" ? [[body.name, body.count] as const] : [],
    ),
  );
}

/** The kernel is the one whose build-id the guest read back. */
async function phasesIn(
  { booted, output }: ProfiledBoot,
  kernels: readonly Kernel[],
  read: Read,
): Promise<ReadonlyMap<string, number>> {
  const facts = bodiesOf(await witnessOf(read, booted)).map(({ body }) => JSON.stringify(body));
  const kernel = kernels.find(({ buildId }) => facts.some((one) => one.includes(buildId)));
  if (!kernel) return new Map();
  const symbols = kernelSymbols(await read(kernel.vmlinux));
  const phases = bootPhases(await outputOf({ read }, output), symbols);
  return new Map(phases.map(({ name, instructions }) => [name, instructions]));
}

function complaintsOf(metric: Metric, { counted, sizes }: MetricEvidence): string[] {
  const { id, kernel, workload, evidence, values } = metric;
  const named = difference("id", id, metricId(metric));
  if (workload.startsWith("size/")) {
    const size = sizes.get(kernel)?.[workload.slice("size/".length) as keyof ElfSizes];
    return [...named, ...difference("value", values, size === undefined ? [] : [size])];
  }
  const found = evidence.flatMap((digest) =>
    (counted.get(digest) ?? []).flatMap((counts) => counts.get(workload) ?? []),
  );
  // A console may be that of both boots, and be in the store once.
  const all = [...found].toSorted((a, b) => a - b);
  return [
    ...named,
    ...difference(
      "values",
      values.toSorted((a, b) => a - b),
      all,
    ),
  ];
}
