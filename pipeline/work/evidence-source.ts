// Finds the evidence of a run of this store: what a merge brought in is beside the run, the rest is the store's own.

import type { Store } from "../engine/store.ts";
import type { EvidenceSource } from "../plan/merge/verify-cell.ts";
import type { Runs } from "./runs.ts";

export function evidenceSource(store: Store, runs: Runs, run: number): EvidenceSource {
  return {
    trace: async (key, by) => (await runs.carried(run, key)) ?? (await store.traceAlone(key, by)),
    read: (file) => store.raw(file),
  };
}
