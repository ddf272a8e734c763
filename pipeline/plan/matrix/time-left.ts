// How long a plan still takes: from what its steps took in older runs, and what they took elsewhere where there is none.

import type { RunRecord } from "../model/run-record.ts";
import type { Lane, Step } from "../model/step.ts";

/** Milliseconds that a step is expected to take. */
export type ExpectedTime = (step: Step) => number;

/**
 * Measured on two CPUs that had nothing else to do, under TCG, with an empty store; the kinds that are not here take
 * less than a second. Builds are divided among the CPUs.
 */
const measuredMs: Readonly<Record<string, number>> = {
  "import-head": 50_000,
  "build-hypervisor": 100_000,
  "build-hypervisor-tools": 300_000,
  "build-host-image": 30_000,
  "build-selftests": 120_000,
  "build-guest": 6_000,
  "configure-kernel": 12_000,
  "build-kernel": 460_000,
  "boot-guests": 120_000,
  boot: 6_000,
};

/** `runs`: older ones, the newest first. A step that was done before takes as long again, else as long as its kind does. */
export function expectedTimes(runs: readonly RunRecord[], cpus: number): ExpectedTime {
  const labels = new Map<string, number>();
  const kinds = new Map<string, number>();
  for (const { kind, label, durationMs, reused, status } of runs.flatMap((run) => run.traces)) {
    if (reused || status !== "pass") continue;
    if (!labels.has(label)) labels.set(label, durationMs);
    if (!kinds.has(kind)) kinds.set(kind, durationMs);
  }
  return ({ label, kind: { name, lane } }) => {
    const measured = measuredMs[name] ?? 300;
    const here = lane === "machine" ? (2 * measured) / cpus : measured;
    return labels.get(label) ?? kinds.get(name) ?? here;
  };
}

export type Progress = {
  /** Of the plan, inputs before what needs them. */
  readonly steps: readonly Step[];
  readonly ended: ReadonlySet<string>;
  /** Step id -> milliseconds that it has run. */
  readonly running: ReadonlyMap<string, number>;
  readonly width: Readonly<Record<Lane, number>>;
};

/** Milliseconds: no less than the longest chain of steps, and no less than what each lane has to do. */
export function timeLeft(
  { steps, ended, running, width }: Progress,
  expected: ExpectedTime,
): number {
  const after = new Map<string, number>();
  const work: Record<Lane, number> = { io: 0, machine: 0, vm: 0 };
  for (const step of steps) {
    if (ended.has(step.id)) continue;
    const left = Math.max(500, expected(step) - (running.get(step.id) ?? 0));
    const inputs = Object.values(step.inputs).map(({ id }) => after.get(id) ?? 0);
    after.set(step.id, left + Math.max(0, ...inputs));
    work[step.kind.lane] += left / width[step.kind.lane];
  }
  return Math.max(0, ...after.values(), ...Object.values(work));
}
