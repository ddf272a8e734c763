// In which order base and series boot, so that a machine that grows warm or busy treats both alike.

import { Random } from "./random.ts";

export type PlannedBoot = {
  readonly arm: "base" | "series";
  /** Counted from 0; four boots each. */
  readonly block: number;
  /** By rule, not by looks: what the first block measured is thrown away. */
  readonly discarded: boolean;
};

const perBlock = 2;

/** Blocks of ABBA or BAAB, the seed says which; at least `boots` of each arm count, after a first block that does not. */
export function interleavedBoots(boots: number, seed: number): PlannedBoot[] {
  const random = new Random(seed);
  const blocks = 1 + Math.ceil(boots / perBlock);
  return Array.from({ length: blocks }, (_, block) => {
    const [a, b] = random.shuffled(["base", "series"] as const) as ["base", "series"];
    return [a, b, b, a].map((arm) => ({ arm, block, discarded: block === 0 }));
  }).flat();
}

/** A line for each block: `block 0  base series series base  discarded`. */
export function bootOrderText(plan: readonly PlannedBoot[]): string {
  const blocks = Map.groupBy(plan, ({ block }) => block);
  const lines = [...blocks].map(([block, boots]) => {
    const note = boots.some(({ discarded }) => discarded) ? "  discarded" : "";
    return `block ${block}  ${boots.map(({ arm }) => arm).join(" ")}${note}\n`;
  });
  return lines.join("");
}
