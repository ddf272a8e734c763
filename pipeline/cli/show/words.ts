// How steps and times are worded, the same in every view.

import type { EngineEvent } from "../../engine/run.ts";

/** `4.2 s`, `3 min 07 s`. */
export function duration(ms: number): string {
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}

/** One line for a step that ended; undefined where nobody needs to read it. */
export function endLine({
  step,
  trace,
  reused,
}: Extract<EngineEvent, { type: "ended" }>): string | undefined {
  if (step.kind.name === "given") return undefined;
  const { outcome } = trace;
  switch (outcome.status) {
    case "pass":
      return reused
        ? `${step.label}: reused from run ${trace.run}`
        : `${step.label}: done in ${duration(trace.durationMs)}`;
    case "fail":
      return `${step.label}: FOUND ${outcome.finding.reason}: ${outcome.finding.summary}`;
    case "error":
      return `${step.label}: INFRASTRUCTURE: ${outcome.message} (next: ${outcome.hint})`;
    case "blocked":
      return `${step.label}: blocked`;
  }
}
