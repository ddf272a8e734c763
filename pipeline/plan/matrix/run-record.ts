// A plan and its traces -> run.json. Pure.

import { type Digest, digestOf } from "../../model/digest.ts";
import { pinInWords } from "../../model/described/head.ts";
import type { Emulator, HostFacts } from "../../model/described/host.ts";
import type { AcceleratorProof } from "../../model/described/accelerator.ts";
import type { ImportedResult } from "../../model/described/imported-result.ts";
import type { Hot, Metric } from "../../model/cost/metric.ts";
import type { Outcome } from "../../model/judge/outcome.ts";
import {
  type Plan,
  type PlannedHead,
  type PlannedRebase,
  stepsOf,
  targetsOf,
} from "../../model/work/plan.ts";
import type { Platform } from "../../model/described/platform.ts";
import { type RunRecord, runSchemaName } from "../../model/record/run-record.ts";
import type { KernelParams } from "../../steps/build/make-kernel.ts";
import type { PatchFile, RebasedSeries } from "../../model/described/series.ts";
import type { Step } from "../../model/work/step.ts";
import type { Trace } from "../../model/record/trace.ts";
import type { PlannedAttempt } from "./attempts.ts";
import { cellRecord, skippedRecord } from "./cell-record.ts";
import { importedCells, importsOf } from "../merge/imported-cells.ts";
import type { RemadeStep } from "./remade-steps.ts";
import type { SampledKernel } from "./sampled-kernels.ts";
import { outcomeOf, valueOf } from "./trace-values.ts";

export type Ran = {
  readonly run: number;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly host: HostFacts;
  /** Absent where nothing was to boot. */
  readonly proof?: AcceleratorProof;
  /** What of the matrix it was asked for; absent: all of it. */
  readonly part?: string;
  readonly plan: Plan;
  readonly platforms: ReadonlyMap<string, Platform>;
  readonly traces: ReadonlyMap<Digest, Trace>;
  /** The cells that were booted again. */
  readonly attempts?: readonly PlannedAttempt[];
  /** The kernels that were built again from nothing. */
  readonly sampled?: readonly SampledKernel[];
  /** The steps of other machines that were done again here. */
  readonly remade?: readonly RemadeStep[];
  /** Results from elsewhere. */
  readonly results?: ReadonlyMap<string, ImportedResult>;
  /** Absent where nothing was measured. */
  readonly metrics?: readonly Metric[];
  readonly hot?: readonly Hot[];
};

export function runRecordOf(ran: Ran): RunRecord {
  const kernels = kernelsOf(ran);
  const results = [...(ran.results?.values() ?? [])];
  return {
    schema: runSchemaName,
    run: ran.run,
    startedAt: ran.startedAt.toISOString(),
    durationMs: ran.durationMs,
    ...(ran.part === undefined ? {} : { part: ran.part }),
    host: hostOf(ran),
    heads: ran.plan.heads.map((head) => headOf(ran, head)),
    series: ran.plan.rebases.map((rebase) => seriesOf(ran, rebase)),
    kernels,
    hypervisors: ran.plan.hypervisors.flatMap((one) => {
      const built = valueOf(ran, one);
      const { series } = one.params as { readonly series?: string };
      return built
        ? [
            {
              name: built.name,
              version: built.version,
              digest: built.image.digest,
              ...(series === undefined ? {} : { series }),
            },
          ]
        : [];
    }),
    cells: [
      ...ran.plan.cells.map((cell) => cellRecord(ran, cell)),
      ...ran.plan.skipped.map((cell) => skippedRecord(ran, cell)),
      ...importedCells(results, kernels),
    ],
    ...(results.length ? { imports: importsOf(results, kernels) } : {}),
    ...(ran.remade?.length ? { remade: ran.remade.map((one) => remadeOf(ran, one)) } : {}),
    ...(ran.metrics ? { metrics: [...ran.metrics] } : {}),
    ...(ran.hot?.length ? { hot: [...ran.hot] } : {}),
    traces: tracesOf(ran),
  };
}

function hostOf({ host, proof }: Ran): RunRecord["host"] {
  const { system, kernel, cpus, memoryMiB, qemu } = host;
  const { compiler, linker } = host.toolchain;
  return {
    system,
    kernel,
    cpus,
    memoryMiB,
    compiler,
    linker,
    qemu: qemu.version,
    qemuDigest: qemu.digest,
    ...(proof ? { kvm: proof.kvm, kvmBecause: proof.because } : {}),
  };
}

function headOf(
  ran: Ran,
  { name, description, pin, imported }: PlannedHead,
): RunRecord["heads"][number] {
  const tree = valueOf(ran, imported);
  return {
    name,
    channel: description.channel,
    pin: pinInWords(pin),
    ...(tree ? { release: tree.release, commit: tree.commit } : {}),
    ...("sha256" in pin ? { sha256: pin.sha256 } : {}),
  };
}

function seriesOf(ran: Ran, planned: PlannedRebase): RunRecord["series"][number] {
  const { series, head, margin, rebased, notAsked, behind } = planned;
  const outcome = outcomeOf(ran, rebased);
  const value = "value" in outcome ? outcome.value : undefined;
  const { patches = [], unusedResolutions = [] } = value ?? {};
  const patchFiles = [...behind, planned].flatMap((one) => patchFilesOf(one.rebased));
  const prerequisites = behind.map((one) => ({
    series: one.series,
    state: stateOf(outcomeOf(ran, one.rebased)),
  }));
  return {
    name: series,
    head,
    patches,
    ...(patchFiles.length ? { patchset: patchsetOf(patchFiles) } : {}),
    ...(margin === undefined ? {} : { margin }),
    ...(unusedResolutions.length ? { unusedResolutions } : {}),
    ...(notAsked.length ? { notAsked } : {}),
    ...(patches.length ? {} : { why: whyNot(ran, outcome) }),
    ...(prerequisites.length ? { prerequisites } : {}),
  };
}

function patchFilesOf({ params }: Step): readonly PatchFile[] {
  return (params["patches"] ?? []) as unknown as readonly PatchFile[];
}

/** As `sha256sum *.patch | cut -c-64 | sha256sum` says it. */
function patchsetOf(patches: readonly PatchFile[]): Digest {
  return digestOf(patches.map(({ digest }) => `${digest}\n`).join(""));
}

/** A prerequisite that has landed is turned off by itself: nothing of it is left to apply. */
function stateOf(outcome: Outcome<RebasedSeries>): "applied" | "landed" | "not-applied" {
  if (outcome.status !== "pass") return "not-applied";
  const left = outcome.value.patches.filter(
    ({ result }) => !["upstream", "empty"].includes(result),
  );
  return left.length ? "applied" : "landed";
}

function whyNot(ran: Ran, outcome: Outcome): string {
  switch (outcome.status) {
    case "pass":
      return "it has no patch";
    case "fail":
      return [outcome.finding.summary, ...(outcome.finding.detail ?? [])].join("; ");
    case "error":
      return outcome.message;
    case "blocked": {
      const by = ran.traces.get(outcome.by);
      return `${by?.label ?? "an earlier step"} did not pass`;
    }
  }
}

function kernelsOf(ran: Ran): RunRecord["kernels"] {
  return ran.plan.kernels.flatMap(({ series, head, flavour, built }) => {
    const kernel = valueOf(ran, built);
    if (!kernel) return [];
    const { image, buildId, release } = kernel;
    const row = { digest: image.digest, buildId, release, flavour, head, series };
    const made = { image: image.name, ...madeBy(built), ...bootedBy(ran, built) };
    return [{ ...row, ...made, bytes: image.bytes, ...rebuiltOf(ran, built) }];
  });
}

type RunKernel = RunRecord["kernels"][number];

/** Of a kernel that was built here. */
function madeBy({ params }: Step): Partial<RunKernel> {
  const { arch, toolchain } = params as Partial<KernelParams>;
  if (!arch || !toolchain) return {};
  const { compiler, linker, digest } = toolchain;
  return { architecture: arch.architecture, compiler, linker, toolchain: digest };
}

/** A kernel boots under the QEMU of its architecture alone. */
function bootedBy({ plan, host }: Ran, built: Step): Pick<RunKernel, "emulator"> {
  const booted = plan.cells.find(({ kernel }) => kernel.id === built.id)?.booted;
  const { params } = booted?.inputs["shared"] ?? booted ?? {};
  const { emulator, qemu } = (params ?? {}) as Partial<Emulator>;
  if (!emulator || !qemu || qemu === host.qemu.digest) return {};
  return { emulator: { name: emulator, digest: qemu } };
}

function rebuiltOf(ran: Ran, built: Step): Pick<RunRecord["kernels"][number], "rebuilt"> {
  const again = ran.sampled?.find(({ kernel }) => kernel.built.id === built.id);
  if (!again) return {};
  const outcome = outcomeOf(ran, again.rebuilt);
  if (outcome.status === "pass") return { rebuilt: { result: "same" } };
  if (outcome.status !== "fail") return { rebuilt: { result: "not-done" } };
  return { rebuilt: { result: "different", finding: outcome.finding } };
}

function remadeOf(
  ran: Ran,
  { label, key, taken, again }: RemadeStep,
): NonNullable<RunRecord["remade"]>[number] {
  const row = { label, key, signer: taken.signer };
  const outcome = outcomeOf(ran, again);
  if (outcome.status === "pass") return { ...row, result: "same" };
  if (outcome.status !== "fail") return { ...row, result: "not-done" };
  return { ...row, result: "different", finding: outcome.finding };
}

function tracesOf(ran: Ran): RunRecord["traces"] {
  const targets = [...targetsOf(ran.plan), ...(ran.attempts ?? []).map(({ judged }) => judged)];
  const steps = new Map(stepsOf(targets).map((one) => [one.id, one]));
  return [...ran.traces.values()].map((trace) => traceRecord(ran, trace, steps.get(trace.step)));
}

/** `planned` is absent for what the pins looked at before there was a plan. */
function traceRecord(
  ran: Ran,
  trace: Trace,
  planned: Step | undefined,
): RunRecord["traces"][number] {
  const { step, kind, label, key, outcome, startedAt, durationMs, run, taken } = trace;
  const words = outcome.status === "error" ? { message: outcome.message, hint: outcome.hint } : {};
  return {
    step,
    kind,
    label,
    ...(key ? { key } : {}),
    status: outcome.status,
    ...words,
    startedAt,
    durationMs,
    run,
    reused: run !== ran.run || taken !== undefined,
    ...(taken ? { taken } : {}),
    ...(planned ? { pool: planned.kind.pool, needs: needsOf(planned) } : {}),
  };
}

function needsOf({ inputs }: Step): Digest[] {
  return Object.values(inputs).map(({ id }) => id);
}
