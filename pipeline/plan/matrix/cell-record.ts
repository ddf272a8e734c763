// One cell of run.json: the results of its boots, compared with the unpatched head and the host.

import { settled } from "../../model/judge/attempts.ts";
import type { BootRecord } from "../../model/boot/boot-record.ts";
import type { Digest } from "../../model/digest.ts";
import { type Compared, differenceOf } from "../../model/boot/difference.ts";
import { runningTest } from "../../model/boot/last-activity.ts";
import type { Finding } from "../../model/judge/finding.ts";
import type { Judgement } from "../../model/judge/judge.ts";
import type { PlannedCell, SkippedCell } from "../../model/work/plan.ts";
import type { Expected } from "../../model/described/expected.ts";
import { hypervisorOf } from "../../model/described/hypervisor-of.ts";
import { groupOf, type Platform } from "../../model/described/platform.ts";
import type { RunAttempt, RunCell } from "../../model/record/run-record.ts";
import type { Step } from "../../model/work/step.ts";
import type { Trace } from "../../model/record/trace.ts";
import { cellVerdict, type Judged, verdictAlone } from "../../model/judge/verdict.ts";
import { failing } from "../../steps/boot/judge-boot.ts";
import type { PlannedAttempt } from "./attempts.ts";
import { outcomeOf, valueOf } from "./trace-values.ts";
import { required } from "../required.ts";

export type RanPlan = {
  readonly run: number;
  readonly platforms: ReadonlyMap<string, Platform>;
  readonly traces: ReadonlyMap<Digest, Trace>;
  readonly attempts?: readonly PlannedAttempt[];
};

type Boot = { readonly booted: Step<BootRecord>; readonly judged: Step<Judgement> };

export function cellRecord(ran: RanPlan, cell: PlannedCell): RunCell {
  const boots = [cell, ...laterBoots(ran, cell.judged)];
  const { speaks, unstable } = settledOf(ran, boots);
  const { booted, judged } = boots[speaks] ?? cell;
  const { verdict, finding } = verdictOf(ran, cell);
  const boot = ran.traces.get(booted.id);
  const happened = boot?.outcome.status === "pass";
  return {
    ...rowOf(ran, cell),
    verdict,
    ...(finding ? { finding: withRunningTest(ran, finding, judged) } : {}),
    evidence: evidenceOf(ran, { booted, judged }),
    ...judgedWith(ran, cell, { booted, judged }),
    ...differences(ran, cell, judged),
    ...(boots.length > 1 ? { attempts: boots.map((one) => attemptRecord(ran, cell, one)) } : {}),
    ...(unstable ? { unstable } : {}),
    ...(happened && boot ? { bootedIn: boot.run } : {}),
    reused: happened && (boot.run !== ran.run || boot.taken !== undefined),
    ...(happened && boot.taken ? { takenFrom: boot.taken.from } : {}),
  };
}

function differences(ran: RanPlan, { baseJudged }: PlannedCell, judged: Step<Judgement>) {
  const own = valueOf(ran, judged);
  const base = baseJudged && judgedOf(ran, baseJudged).outcome;
  const { allowed = [] } = own ?? {};
  const difference =
    own && base?.status === "pass"
      ? differenceOf(comparedOf(base.value), comparedOf(own))
      : undefined;
  return {
    ...(allowed.length ? { allowed: [...allowed] } : {}),
    ...(difference ? { difference: structuredClone(difference) as RunCell["difference"] } : {}),
  };
}

function comparedOf({ facts, tests, notices = [] }: Judgement): Compared {
  return { facts, tests, notices };
}

/** Every guest of a run does the same tests in the same order, so a boot that came further tells which one ran. */
function withRunningTest(ran: RanPlan, finding: Finding, judged: Step<Judgement>): Finding {
  if (finding.reason !== "hang") return finding;
  const others = [...ran.traces.values()].flatMap(({ kind, outcome }) =>
    kind === judged.kind.name && outcome.status === "pass" ? [outcome.value as Judgement] : [],
  );
  const done = valueOf(ran, judged)?.tests ?? [];
  const running = runningTest(
    done,
    others.map(({ tests }) => tests),
  );
  return running ? { ...finding, summary: `${finding.summary}; ${running} comes next` } : finding;
}

/** What is known not to work here is named, not tried. */
export function skippedRecord(ran: RanPlan, cell: SkippedCell): RunCell {
  return {
    ...rowOf(ran, cell),
    verdict: "skip",
    finding: { reason: "known-trap", fault: "infrastructure", summary: cell.why },
    evidence: {},
    reused: false,
  };
}

function rowOf(ran: RanPlan, cell: SkippedCell | PlannedCell) {
  const { series, head, flavour, platform, kernel } = cell;
  const made = "hypervisorSeries" in cell ? cell.hypervisorSeries : undefined;
  const image = kernel && valueOf(ran, kernel)?.image.digest;
  const described = required(ran.platforms.get(platform), platform);
  const { realness } = described;
  const under = groupOf(described);
  const hypervisor = hypervisorOf(ran.platforms, described);
  return {
    series,
    head,
    flavour,
    platform,
    realness,
    under,
    ...(hypervisor === undefined ? {} : { hypervisor }),
    ...(made === undefined ? {} : { hypervisorSeries: made }),
    ...(image ? { kernel: image } : {}),
  };
}

function laterBoots({ attempts = [] }: RanPlan, judged: Step<Judgement>): PlannedAttempt[] {
  return attempts.filter(({ of }) => of === judged.id);
}

function settledOf(ran: RanPlan, boots: readonly Pick<Boot, "judged">[]) {
  return settled(boots.map(({ judged }) => outcomeOf(ran, judged)));
}

function verdictOf(ran: RanPlan, cell: PlannedCell) {
  const { judged, baseJudged, bareJudged = [], elsewhere, host, hypervisorSeries } = cell;
  return cellVerdict(judgedOf(ran, judged), {
    ...foreignOf(judged),
    ...(hypervisorSeries === undefined ? {} : { hypervisorSeries }),
    ...(baseJudged ? { base: judgedOf(ran, baseJudged) } : {}),
    bare: bareJudged.map((one) => judgedOf(ran, one.judged)),
    ...(host ? { host: { ...judgedOf(ran, host.judged), platform: host.platform } } : {}),
    ...(elsewhere ? { elsewhere: judgedOf(ran, elsewhere.judged) } : {}),
  });
}

function foreignOf({ params }: Step<Judgement>): { foreign?: true } {
  return (params as Pick<Expected, "foreign">).foreign ? { foreign: true } : {};
}

/** All boots of a cell count, the base's and the host's too. */
function judgedOf(ran: RanPlan, first: Step<Judgement>): Judged {
  const boots = [{ judged: first }, ...laterBoots(ran, first)];
  const { speaks, always } = settledOf(ran, boots);
  const judgements = boots.flatMap(({ judged }) => valueOf(ran, judged) ?? []);
  return {
    ...withBlocker(ran, outcomeOf(ran, boots[speaks]?.judged ?? first)),
    always,
    boots: judgements,
  };
}

function withBlocker(ran: RanPlan, outcome: Judged["outcome"]): Judged {
  const by = outcome.status === "blocked" ? ran.traces.get(outcome.by)?.outcome : undefined;
  return by ? { outcome, blockedBy: by } : { outcome };
}

/** Boots that the machine could not do are reported too. */
function attemptRecord(ran: RanPlan, cell: PlannedCell, { booted, judged }: Boot): RunAttempt {
  const own = withBlocker(ran, outcomeOf(ran, judged));
  // The unpatched kernel's own cell is seen against nothing: what it does wrong is the head's.
  const { verdict, finding } = cell.baseJudged
    ? verdictAlone(own)
    : cellVerdict(own, foreignOf(judged));
  const { console, hostConsole, registers } = evidenceOf(ran, { booted, judged });
  const boot = required(ran.traces.get(booted.id), booted.label);
  return {
    verdict,
    ...(finding ? { finding } : {}),
    ...(console ? { console } : {}),
    ...(hostConsole ? { hostConsole } : {}),
    ...(registers ? { registers } : {}),
    ...judgedWith(ran, cell, { booted, judged }),
    bootedIn: boot.run,
  };
}

/** The keys lead to the boot's record and the judgement; the judge's parameters are what it asked of the boot. */
function judgedWith(
  ran: RanPlan,
  { host, elsewhere, bareJudged = [] }: PlannedCell,
  { booted, judged }: Boot,
): Pick<RunCell, "judged"> {
  const boot = ran.traces.get(booted.id)?.key;
  const judgement = ran.traces.get(judged.id);
  if (!boot || !judgement?.key || judgement.outcome.status !== "pass") return {};
  const baseline = judged.inputs["baseline"] as Step<Judgement> | undefined;
  const excusing = baseline && valueOf(ran, baseline);
  const bare = bareJudged.map(({ platform }) => platform);
  return {
    judged: {
      boot,
      judgement: judgement.key,
      expected: structuredClone(judged.params) as NonNullable<RunCell["judged"]>["expected"],
      ...(excusing ? { failing: failing(excusing) } : {}),
      ...(bare.length ? { bare } : {}),
      ...(host ? { host: host.platform } : {}),
      ...(elsewhere ? { elsewhere: elsewhere.platform } : {}),
    },
  };
}

function evidenceOf(ran: RanPlan, { booted, judged }: Boot): RunCell["evidence"] {
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
