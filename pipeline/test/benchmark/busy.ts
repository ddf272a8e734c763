// How long at least one of some steps went on.

import type { RunRecord } from "../../model/record/run-record.ts";

/** Milliseconds in which a step of these kinds, made in this run, went on; side by side counted once. */
export function busyMs({ traces }: RunRecord, kinds: readonly string[]): number {
  const spans = traces
    .filter(({ kind, reused }) => !reused && kinds.includes(kind))
    .map(({ startedAt, durationMs }) => ({ from: Date.parse(startedAt), durationMs }))
    .toSorted((a, b) => a.from - b.from);
  let end = 0;
  let total = 0;
  for (const { from, durationMs } of spans) {
    const to = from + durationMs;
    total += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return total;
}
