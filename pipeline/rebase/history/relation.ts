// How two commits stand to each other.

import type { History } from "./history.ts";

/** What the first is to the second; `parted`: each has commits that the other lacks; `none`: nothing in common. */
export type Relation = "same" | "ancestor" | "descendant" | "parted" | "none";

export function relationOf(history: History, one: number, other: number): Relation {
  if (one === other) return "same";
  const [ofOne, ofOther] = [history.ancestors(one), history.ancestors(other)];
  if (ofOther[one]) return "ancestor";
  if (ofOne[other]) return "descendant";
  return ofOne.some((is, at) => is && ofOther[at]) ? "parted" : "none";
}
