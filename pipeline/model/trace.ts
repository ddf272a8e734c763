// The record of one step: what went in, what came out, when, and in which run it was made.

import type { Digest } from "./digest.ts";
import type { Outcome } from "./outcome.ts";

export type Trace = {
  /** The step's id in the plan. */
  readonly step: Digest;
  readonly kind: string;
  readonly label: string;
  /** The key of its inputs; absent when an input did not pass. */
  readonly key?: Digest;
  readonly outcome: Outcome;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  /** The run that made it: a reused trace carries the number of the older run. */
  readonly run: number;
};
