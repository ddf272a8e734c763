// Evidence, and what the head itself shows -> whether a patch is upstream. Pure.

import type {
  HunkPlace,
  UpstreamCommit,
  UpstreamEvidence,
} from "../../model/patches/patch-result.ts";

export type UpstreamVerdict =
  /**
   * It may be dropped. Without a commit where the head has no history that names one. `reworked`: later commits changed
   * what it had brought.
   */
  | { readonly result: "upstream"; readonly commit?: UpstreamCommit; readonly reworked?: true }
  | { readonly result: "partly-upstream"; readonly landed: number; readonly of: number }
  /** Something says it is there, and nothing proves it: a person must look. */
  | { readonly result: "revisit" }
  | { readonly result: "none" };

/**
 * `places`: of its hunks, on the head or on what the series' earlier patches made of it. Only proof drops a patch, and
 * only if the head does not contradict it: a change that was reverted, even silently, is not upstream.
 */
export function upstreamVerdict(
  evidence: readonly UpstreamEvidence[],
  places: readonly HunkPlace[],
): UpstreamVerdict {
  const standing = evidence.filter(({ revertedBy }) => !revertedBy);
  const proofs = standing.filter(({ weight }) => weight === "proof");
  const landed = places.filter(({ state }) => state === "landed").length;
  const whole = places.length > 0 && landed === places.length;
  if (proofs.length && (whole || isConfirmed(standing))) return upstream(proofs);
  const itself = standsReworked(places) ? proofs.filter((one) => namesItself(one, evidence)) : [];
  if (itself.length) return { ...upstream(itself), reworked: true };
  if (landed && !whole && !standsUnder(standing, places))
    return { result: "partly-upstream", landed, of: places.length };
  return whole || standing.some(isMoreThanLikeness) ? { result: "revisit" } : { result: "none" };
}

function isConfirmed(evidence: readonly UpstreamEvidence[]): boolean {
  return has(evidence, "empty-result") || has(evidence, "reverse-apply");
}

/** Where a hunk applies, its old lines are back. */
function standsReworked(places: readonly HunkPlace[]): boolean {
  return places.length > 0 && places.every(({ state }) => state !== "applies");
}

/** A mail may be named for what was said in it; where the subject is the same too, it is the patch. */
function namesItself(
  { rung, commit }: UpstreamEvidence,
  all: readonly UpstreamEvidence[],
): boolean {
  if (rung === "patch-id" || rung === "named-commit") return true;
  return all.some(
    (one) => one.rung === "subject-and-author" && one.commit?.commit === commit?.commit,
  );
}

/** All of it is in the head, and what later patches of the series made of it hides some of its hunks. */
function standsUnder(evidence: readonly UpstreamEvidence[], places: readonly HunkPlace[]): boolean {
  return has(evidence, "reverse-apply") && places.every(({ state }) => state !== "applies");
}

function upstream(proofs: readonly UpstreamEvidence[]) {
  const commit = proofs.find((proof) => proof.commit)?.commit;
  return { result: "upstream" as const, ...(commit ? { commit } : {}) };
}

function has(evidence: readonly UpstreamEvidence[], rung: UpstreamEvidence["rung"]): boolean {
  return evidence.some((each) => each.rung === rung);
}

/** Changes to the same lines with the same words are not reported: every conflict has those. */
function isMoreThanLikeness({ rung }: UpstreamEvidence): boolean {
  return rung !== "range-diff" && rung !== "similarity";
}
