// Traces as a run of a plan would leave them: every cell booted, judged as the test says.

import type { BootRecord } from "../model/boot/boot-record.ts";
import { digestOf, type Digest } from "../model/digest.ts";
import { type FindingReason, kernelFault } from "../model/judge/finding.ts";
import type { Judgement } from "../model/judge/judge.ts";
import { type Outcome, pass } from "../model/judge/outcome.ts";
import type { Step } from "../model/work/step.ts";
import type { Trace } from "../model/record/trace.ts";

type BootSteps = { readonly booted: Step<BootRecord>; readonly judged: Step<Judgement> };

/** `pass`, a finding's reason, or a whole judgement. */
export type BootResult = FindingReason | "pass" | Judgement;

function judgement(seen: BootResult): Judgement {
  if (typeof seen === "object") return seen;
  const rest = { cleanEnd: true, facts: {}, tests: [] };
  if (seen === "pass") return { verdict: "pass", ...rest };
  return { verdict: "fail", finding: { reason: seen, fault: kernelFault, summary: seen }, ...rest };
}

/** The two traces of one boot; its console's digest and its nonce are of the step's own. */
export function tracesOf(
  { booted, judged }: BootSteps,
  seen: BootResult,
  run = 1,
): [Digest, Trace][] {
  const of = booted.inputs["shared"] ?? booted;
  const host = booted.inputs["shared"]
    ? { host: { platform: "dom0", console: file(of), nonce: `host of ${of.id}` } }
    : {};
  const record: BootRecord = {
    platform: booted.label,
    accelerator: "tcg",
    kvmProof: "none",
    qemu: digestOf("qemu"),
    console: file(booted),
    nonce: booted.id,
    ...host,
    seconds: 1,
    ended: { how: "exited", because: "power-off" },
    qemuSaid: [],
  };
  return [trace(booted, pass(record), run), trace(judged, pass(judgement(seen)), run)];
}

function file({ id }: Step) {
  return { name: "console.log", digest: digestOf(`console of ${id}`), bytes: 17 };
}

export function trace(of: Step, outcome: Outcome, run = 1): [Digest, Trace] {
  const { id, kind, label } = of;
  const startedAt = "2026-11-21T03:00:00.000Z";
  return [id, { step: id, kind: kind.name, label, outcome, startedAt, durationMs: 1, run }];
}
