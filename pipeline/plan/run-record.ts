// A plan and its traces -> run.json. Pure.

import { type Digest, digestOf } from "../model/digest.ts";
import { pinInWords } from "../model/head.ts";
import type { HostFacts } from "../model/host.ts";
import type { AcceleratorProof } from "../model/accelerator.ts";
import type { Outcome } from "../model/outcome.ts";
import type { Plan, PlannedCell, PlannedHead, PlannedRebase, SkippedCell } from "../model/plan.ts";
import type { Platform } from "../model/platform.ts";
import { type RunCell, type RunRecord, runSchemaName } from "../model/run-record.ts";
import type { Json } from "../model/json.ts";
import type { PatchFile, RebasedSeries } from "../model/series.ts";
import type { Step } from "../model/step.ts";
import type { Trace } from "../model/trace.ts";
import { cellVerdict, type Judged } from "../model/verdict.ts";
import { wanted } from "./wanted.ts";

export type Ran = {
  readonly run: number;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly host: HostFacts;
  /** Absent where nothing was to boot. */
  readonly proof?: AcceleratorProof;
  readonly plan: Plan;
  readonly platforms: ReadonlyMap<string, Platform>;
  readonly traces: ReadonlyMap<Digest, Trace>;
};

export function runRecordOf(ran: Ran): RunRecord {
  return {
    schema: runSchemaName,
    run: ran.run,
    startedAt: ran.startedAt.toISOString(),
    durationMs: ran.durationMs,
    host: hostOf(ran),
    heads: ran.plan.heads.map((head) => headOf(ran, head)),
    series: ran.plan.rebases.map((rebase) => seriesOf(ran, rebase)),
    kernels: kernelsOf(ran),
    hypervisors: ran.plan.hypervisors.flatMap((one) => {
      const built = valueOf(ran, one);
      return built
        ? [{ name: built.name, version: built.version, digest: built.image.digest }]
        : [];
    }),
    cells: [
      ...ran.plan.cells.map((cell) => cellRecord(ran, cell)),
      ...ran.plan.skipped.map((cell) => skippedRecord(ran, cell)),
    ],
    traces: [...ran.traces.values()].map((trace) => traceRecord(ran, trace)),
  };
}

function hostOf({ host, proof }: Ran): RunRecord["host"] {
  const { system, kernel, cpus, memoryMiB, toolchain, qemu } = host;
  return {
    system,
    kernel,
    cpus,
    memoryMiB,
    ...toolchain,
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
    lane: description.lane,
    pin: pinInWords(pin),
    ...(tree ? { release: tree.release, commit: tree.commit } : {}),
    ...("sha256" in pin ? { sha256: pin.sha256 } : {}),
  };
}

function seriesOf(ran: Ran, planned: PlannedRebase): RunRecord["series"][number] {
  const { series, head, margin, rebased, behind } = planned;
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
    return [{ digest: image.digest, buildId, release, flavour, head, series, bytes: image.bytes }];
  });
}

function cellRecord(ran: Ran, cell: PlannedCell): RunCell {
  const { series, head, flavour, platform, kernel, booted, judged, baseJudged, host } = cell;
  const { verdict, finding } = cellVerdict(judgedOf(ran, judged), {
    ...(baseJudged ? { base: judgedOf(ran, baseJudged) } : {}),
    ...(host ? { host: { ...judgedOf(ran, host.judged), platform: host.platform } } : {}),
  });
  const image = valueOf(ran, kernel)?.image.digest;
  const boot = ran.traces.get(booted.id);
  const happened = boot?.outcome.status === "pass";
  return {
    series,
    head,
    flavour,
    platform,
    realness: wanted(ran.platforms.get(platform), platform).realness,
    ...(image ? { kernel: image } : {}),
    verdict,
    ...(finding ? { finding } : {}),
    evidence: evidenceOf(ran, cell),
    ...judgedWith(ran, cell),
    ...(happened && boot ? { bootedIn: boot.run } : {}),
    reused: happened && boot.run !== ran.run,
  };
}

/** The keys lead to the boot's record and the judgement; the judge's parameters are what it asked of the boot. */
function judgedWith(ran: Ran, { booted, judged, host }: PlannedCell): Pick<RunCell, "judged"> {
  const boot = ran.traces.get(booted.id)?.key;
  const judgement = ran.traces.get(judged.id);
  if (!boot || !judgement?.key || judgement.outcome.status !== "pass") return {};
  const expected = judged.params as unknown as NonNullable<RunCell["judged"]>["expected"];
  const under = host ? { host: host.platform } : {};
  return { judged: { boot, judgement: judgement.key, expected, ...under } };
}

/** What is known not to work here is named, not tried. */
function skippedRecord(
  ran: Ran,
  { series, head, flavour, platform, kernel, why }: SkippedCell,
): RunCell {
  const image = valueOf(ran, kernel)?.image.digest;
  return {
    series,
    head,
    flavour,
    platform,
    realness: wanted(ran.platforms.get(platform), platform).realness,
    ...(image ? { kernel: image } : {}),
    verdict: "skip",
    finding: { reason: "known-trap", fault: "infrastructure", summary: why },
    evidence: {},
    reused: false,
  };
}

function judgedOf(ran: Ran, step: PlannedCell["judged"]): Judged {
  const outcome = outcomeOf(ran, step);
  const by = outcome.status === "blocked" ? ran.traces.get(outcome.by)?.outcome : undefined;
  return by ? { outcome, blockedBy: by } : { outcome };
}

function evidenceOf(ran: Ran, { booted, judged }: PlannedCell): RunCell["evidence"] {
  const record = valueOf(ran, booted);
  const judgement = valueOf(ran, judged);
  if (!record || !judgement) return {};
  const { console, host, registers, accelerator, kvmProof, seconds } = record;
  return {
    console,
    ...(host ? { hostConsole: host.console } : {}),
    ...(registers ? { registers } : {}),
    facts: judgement.facts,
    tests: judgement.tests.map(({ name, result, detail }) => ({ name, result, detail })),
    accelerator,
    kvmProof,
    cleanEnd: judgement.cleanEnd,
    bootSeconds: seconds,
  };
}

function traceRecord(ran: Ran, trace: Trace): RunRecord["traces"][number] {
  const { step, kind, label, key, outcome, startedAt, durationMs, run } = trace;
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
    reused: run !== ran.run,
  };
}

function outcomeOf<V extends Json>(ran: Ran, step: Step<V>): Outcome<V> {
  return wanted(ran.traces.get(step.id), step.label).outcome as Outcome<V>;
}

function valueOf<V extends Json>(ran: Ran, step: Step<V>): V | undefined {
  const outcome = ran.traces.get(step.id)?.outcome as Outcome<V> | undefined;
  return outcome?.status === "pass" ? outcome.value : undefined;
}
