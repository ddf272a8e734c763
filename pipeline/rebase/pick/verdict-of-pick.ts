// The outcome of picking a patch, and what the head's history says about it -> the patch's result. Pure.

import type { PatchResult, UpstreamEvidence } from "../../model/patches/patch-result.ts";
import { conflictOf } from "./conflict-of.ts";
import type { Picked } from "./pick-patch.ts";
import { type UpstreamVerdict, upstreamVerdict } from "../upstream/upstream-verdict.ts";

export type Fared = Pick<
  PatchResult,
  "result" | "drift" | "hunks" | "evidence" | "conflicts" | "resolution"
>;

/** `evidence` is looked at where the patch did not simply apply. */
export function verdictOfPick(picked: Picked, evidence: readonly UpstreamEvidence[]): Fared {
  if (picked.how === "applied")
    return picked.drift ? { result: "drifted", drift: picked.drift } : { result: "clean" };
  const all = picked.how === "empty" ? [...evidence, nothingLeft] : evidence;
  const used = "used" in picked && picked.used ? { resolution: picked.used } : {};
  const verdict = upstreamVerdict(all, picked.places);
  const result = resultOf(picked, verdict);
  const stuck = result === "conflict" && picked.how === "conflict";
  return {
    result,
    hunks: picked.places,
    ...(all.length ? { evidence: all } : {}),
    ...(stuck ? { conflicts: conflictOf(picked) } : {}),
    ...used,
  };
}

function resultOf(
  { how }: Exclude<Picked, { how: "applied" }>,
  verdict: UpstreamVerdict,
): PatchResult["result"] {
  switch (how) {
    case "resolved":
      return "resolved";
    case "empty":
      return "commit" in verdict && verdict.commit ? "upstream" : "empty";
    case "merged":
      if (verdict.result === "upstream" && verdict.reworked) return "upstream";
      return verdict.result === "partly-upstream" ? verdict.result : "merged";
    case "conflict":
      return verdict.result === "upstream" || verdict.result === "revisit"
        ? verdict.result
        : "conflict";
  }
}

const nothingLeft: UpstreamEvidence = {
  rung: "empty-result",
  weight: "proof",
  seen: "nothing of it is left to apply",
};
