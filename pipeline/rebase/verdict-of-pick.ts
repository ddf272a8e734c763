// What picking a patch came to, with what the head's history says of it -> how it fared. Pure.

import type { PatchResult, UpstreamEvidence } from "../model/patch-result.ts";
import { conflictOf } from "./conflict-of.ts";
import type { Picked } from "./pick-patch.ts";
import { upstreamVerdict } from "./upstream-verdict.ts";

export type Fared = Pick<PatchResult, "result" | "drift" | "hunks" | "evidence" | "conflicts">;

/** `evidence` is looked at where the patch did not simply apply. */
export function verdictOfPick(picked: Picked, evidence: readonly UpstreamEvidence[]): Fared {
  if (picked.how === "applied")
    return picked.drift ? { result: "drifted", drift: picked.drift } : { result: "clean" };
  const all = picked.how === "empty" ? [...evidence, nothingLeft] : evidence;
  const seen = { hunks: picked.places, ...(all.length ? { evidence: all } : {}) };
  const verdict = upstreamVerdict(all, picked.places);
  if (picked.how === "empty")
    return { result: "commit" in verdict && verdict.commit ? "upstream" : "empty", ...seen };
  if (picked.how === "merged")
    return { result: verdict.result === "partly-upstream" ? verdict.result : "merged", ...seen };
  if (verdict.result === "upstream" || verdict.result === "revisit")
    return { result: verdict.result, ...seen };
  return { result: "conflict", ...seen, conflicts: conflictOf(picked) };
}

const nothingLeft: UpstreamEvidence = {
  rung: "empty-result",
  weight: "proof",
  seen: "nothing of it is left to apply",
};
