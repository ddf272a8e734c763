// Where the time of a run went, by kind of step. Reused steps cost this run nothing and are counted apart.

import type { RunRecord } from "../../model/record/run-record.ts";

export type StepTime = {
  readonly kind: string;
  readonly made: number;
  readonly reused: number;
  /** Of the steps this run made itself. */
  readonly durationMs: number;
};

/** The longest first. */
export function stepTimes(run: RunRecord): StepTime[] {
  const kinds = [...new Set(run.traces.map((trace) => trace.kind))];
  const times = kinds.map((kind) => {
    const traces = run.traces.filter((trace) => trace.kind === kind);
    const made = traces.filter((trace) => !trace.reused);
    return {
      kind,
      made: made.length,
      reused: traces.length - made.length,
      durationMs: made.reduce((sum, trace) => sum + trace.durationMs, 0),
    };
  });
  return times.toSorted((a, b) => b.durationMs - a.durationMs);
}

/** `guest sid` of the label `build-kernel guest sid`. */
export function workOf({ kind, label }: RunRecord["traces"][number]): string {
  return label.startsWith(`${kind} `) ? label.slice(kind.length + 1) : label;
}
