// Two versions of a series on two heads: which of the two changes is to be looked into.

import type { Trial } from "./bisect.ts";

/** Old and new series on the old and the new head. */
export type Square = {
  readonly before: Trial;
  /** The old series on the new head. */
  readonly head: Trial;
  /** The new series on the old head. */
  readonly series: Trial;
  readonly now: Trial;
};

/**
 * `head`, `series`: that change alone does it; `each`: either does; `together`: only both do; `never`: what there is now
 * is good; `always`: it was bad before; `unknown`: a corner that decides could not be tried.
 */
export type Axis =
  | "head"
  | "series"
  | "each"
  | "together"
  | "never"
  | "always"
  | "unknown"
  // Beside the square: the same kernel under two hypervisors.
  | "hypervisor";

export function axisOf({ before, head, series, now }: Square): Axis {
  if (now.verdict === "good") return "never";
  if (before.verdict === "bad") return "always";
  if (now.verdict === "skip" || before.verdict === "skip") return "unknown";
  if (head.verdict === "bad" && series.verdict === "bad") return "each";
  if (head.verdict === "bad") return "head";
  if (series.verdict === "bad") return "series";
  return head.verdict === "good" && series.verdict === "good" ? "together" : "unknown";
}
