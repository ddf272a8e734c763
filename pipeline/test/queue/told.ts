// What a process of the queue's tests is told: in its environment, as JSON.

import type { Patience } from "../../work/queue/patience.ts";

export type Told = {
  readonly store: string;
  readonly registry: string;
  readonly redis: string;
  /** What it says of its programs: to the queue, and in its traces. */
  readonly programs: string;
  readonly inTraces?: string;
  /** PEM of its own key, and of whose traces it takes. */
  readonly key: string;
  readonly trusts: string;
  readonly patience: Patience;
  readonly slots?: number;
  /** Says that it has done what it has not. */
  readonly lies?: boolean;
  /** Of the coordinator: the plan. */
  readonly plan?: { readonly name: string; readonly wide: number; readonly ms: number };
};

export function told(): Told {
  return JSON.parse(process.env["TWINBOOT_TOLD"] ?? "") as Told;
}

export const impatient: Patience = { lostMs: 1000, lookMs: 200, awayMs: 4000, restMs: 300 };
