// In which order base and series boot, so that a machine that grows warm or busy treats all alike.

import { Random } from "../random.ts";

export type PlannedBoot<A extends string = string> = {
  readonly arm: A;
  /** Counted from 0; two boots of each arm. */
  readonly block: number;
  /** By rule, not by looks: what the first block measured is thrown away. */
  readonly discarded: boolean;
};

const perBlock = 2;

/** Blocks that read the same from behind, as ABBA, the seed says which; at least `boots` of each arm count, after a first block that does not. */
export function interleavedBoots<A extends string>(
  arms: readonly A[],
  boots: number,
  seed: number,
): PlannedBoot<A>[] {
  const random = new Random(seed);
  const blocks = 1 + Math.ceil(boots / perBlock);
  return Array.from({ length: blocks }, (_, block) => {
    const half = random.shuffled(arms);
    return [...half, ...half.toReversed()].map((arm) => ({ arm, block, discarded: block === 0 }));
  }).flat();
}
