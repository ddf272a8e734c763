// Evidence, and what the head itself shows -> whether a patch is upstream. Pure.

import type { HunkPlace, UpstreamCommit, UpstreamEvidence } from "../model/patch-result.ts";

export type UpstreamVerdict =
  /** It may be dropped. Without a commit where the head has no history that names one. */
  | { readonly result: "upstream"; readonly commit?: UpstreamCommit }
  | { readonly result: "partly-upstream"; readonly landed: number; readonly of: number }
  /** Something says it is there, and nothing proves it: a person must look. */
  | { readonly result: "revisit" }
  | { readonly result: "none" };

/**
 * `places`: of its hunks, on the head or on what the series' earlier patches made of it. Only proof drops a patch, and
 * only where the head confirms it: what was applied and taken back is not upstream.
 */
export function upstreamVerdict(
  evidence: readonly UpstreamEvidence[],
  places: readonly HunkPlace[],
): UpstreamVerdict {
  const standing = evidence.filter(({ revertedBy }) => !revertedBy);
  const proofs = standing.filter(({ weight }) => weight === "proof");
  const landed = places.filter(({ state }) => state === "landed").length;
  const whole = places.length > 0 && landed === places.length;
  const confirmed = whole || has(standing, "empty-result") || has(standing, "reverse-apply");
  if (proofs.length && confirmed) return upstream(proofs);
  if (landed && !whole && !standsUnder(standing, places))
    return { result: "partly-upstream", landed, of: places.length };
  return whole || standing.some(isMoreThanLikeness) ? { result: "revisit" } : { result: "none" };
}

/** All of it is in the head, and what later patches of the series made of it hides some of its hunks. */
function standsUnder(evidence: readonly UpstreamEvidence[], places: readonly HunkPlace[]): boolean {
  return has(evidence, "reverse-apply") && places.every(({ state }) => state !== "applies");
}

function upstream(proofs: readonly UpstreamEvidence[]): UpstreamVerdict {
  const commit = proofs.find((proof) => proof.commit)?.commit;
  return { result: "upstream", ...(commit ? { commit } : {}) };
}

function has(evidence: readonly UpstreamEvidence[], rung: UpstreamEvidence["rung"]): boolean {
  return evidence.some((each) => each.rung === rung);
}

/** What changes the same lines in the same words brings nobody to look: that is what conflicts are made of. */
function isMoreThanLikeness({ rung }: UpstreamEvidence): boolean {
  return rung !== "range-diff" && rung !== "similarity";
}
