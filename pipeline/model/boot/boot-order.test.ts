import { expect, test } from "vitest";
import { interleavedBoots } from "./boot-order.ts";

const arms = ["base", "one", "two"];
const plan = interleavedBoots(arms, 11, 5);

test("base and series boot in blocks that read the same from behind, the first of which does not count", () => {
  const blocks = [...Map.groupBy(plan, ({ block }) => block).values()];
  for (const boots of blocks) {
    const order = boots.map(({ arm }) => arm);
    expect(order).toEqual(order.toReversed());
    expect(new Set(order)).toEqual(new Set(arms));
  }
  expect(blocks.map((boots) => boots.every(({ discarded }) => discarded))).toEqual([
    true,
    ...blocks.slice(1).map(() => false),
  ]);
});

test("at least as many of each count as were asked for", () => {
  const counted = plan.filter(({ discarded }) => !discarded);
  for (const name of arms) expect(counted.filter(({ arm }) => arm === name)).toHaveLength(12);
});

test("the seed alone decides the order, and every arm comes first some time", () => {
  expect(interleavedBoots(arms, 11, 5)).toEqual(plan);
  const first = Array.from({ length: 40 }, (_, seed) => interleavedBoots(arms, 1, seed)[0]?.arm);
  expect(new Set(first)).toEqual(new Set(arms));
});
