// How long a plan still takes: from the durations of its steps in older runs, or built-in estimates if there are none.

import type { RunRecord } from "../../model/record/run-record.ts";
import type { Pool, Step } from "../../model/work/step.ts";

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
  return ({ label, kind: { name, pool } }) => {
    const measured = measuredMs[name] ?? 300;
    const here = pool === "machine" ? (2 * measured) / cpus : measured;
    return labels.get(label) ?? kinds.get(name) ?? here;
  };
}

type Running = { readonly forMs: number; readonly share: number };

export type Progress = {
  /** Of the plan, inputs before what needs them. */
  readonly steps: readonly Step[];
  readonly ended: ReadonlySet<string>;
  /** Step id -> milliseconds that it has run, and which share of its work is done: 0 where that is not known. */
  readonly running: ReadonlyMap<string, Running>;
  readonly width: Readonly<Record<Pool, number>>;
};

/** Milliseconds: no less than the longest chain of steps, and no less than what each pool has to do. */
export function timeLeft(
  { steps, ended, running, width }: Progress,
  expected: ExpectedTime,
): number {
  const after = new Map<string, number>();
  const work: Record<Pool, number> = { io: 0, machine: 0, vm: 0 };
  for (const step of steps) {
    if (ended.has(step.id)) continue;
    const left = leftOf(expected(step), running.get(step.id));
    const inputs = Object.values(step.inputs).map(({ id }) => after.get(id) ?? 0);
    after.set(step.id, left + Math.max(0, ...inputs));
    work[step.kind.pool] += left / width[step.kind.pool];
  }
  return Math.max(0, ...after.values(), ...Object.values(work));
}

/** A step that has done some of its work tells more of this machine than any older run. */
function leftOf(expectedMs: number, { forMs, share }: Running = { forMs: 0, share: 0 }): number {
  const left = share > 0.05 ? (forMs * (1 - share)) / share : expectedMs - forMs;
  return Math.max(500, left);
}
