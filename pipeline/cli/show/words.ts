// How steps and times are worded, the same in every view.

import type { EngineEvent } from "../../engine/run.ts";
import { pluralize } from "../../model/pluralize.ts";
import type { Running } from "./progress.ts";

/** `4.2 s`, `3 min 07 s`. */
export function duration(ms: number): string {
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}

/** `35 s`, `6 min`: an estimated time, rounded. */
export function roughly(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return `${Math.ceil(seconds / 5) * 5} s`;
  return `${Math.ceil(seconds / 60)} min`;
}

/** `  build-kernel guest sid: 3 min 00 s, 640 of about 1290 objects; +2 more steps; about 6 min left`. */
export function stillRunning(
  running: readonly Running[],
  leftMs: number | undefined,
): string | undefined {
  const [longest, ...others] = running.toSorted((a, b) => b.forMs - a.forMs);
  if (!longest) return undefined;
  const { label, forMs, said } = longest;
  const first = `  ${label}: ${duration(forMs)}${said && `, ${said}`}`;
  const more = others.length ? [`+${pluralize(others.length, "more step")}`] : [];
  return [first, ...more, ...(leftMs ? [`about ${roughly(leftMs)} left`] : [])].join("; ");
}

/** One line for a step that ended; undefined if it is not worth a line. */
export function endLine({
  step,
  trace,
  reused,
}: Extract<EngineEvent, { type: "ended" }>): string | undefined {
  if (step.kind.name === "constant") return undefined;
  const { outcome } = trace;
  switch (outcome.status) {
    case "pass":
      return reused
        ? `${step.label}: ${trace.taken ? `taken from ${trace.taken.from}` : `reused from run ${trace.run}`}`
        : `${step.label}: done in ${duration(trace.durationMs)}`;
    case "fail":
      return `${step.label}: FOUND ${outcome.finding.reason}: ${outcome.finding.summary}`;
    case "error":
      return `${step.label}: INFRASTRUCTURE: ${outcome.message} (next: ${outcome.hint})`;
    case "blocked":
      return `${step.label}: blocked`;
  }
}
