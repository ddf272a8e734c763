import { expect, test } from "vitest";
import { bootOrderText, interleavedBoots } from "./boot-order.ts";

const plan = interleavedBoots(11, 5);

test("base and series boot in blocks of ABBA or BAAB, the first of which does not count", () => {
  const blocks = [...Map.groupBy(plan, ({ block }) => block).values()];
  for (const boots of blocks) {
    const arms = boots.map(({ arm }) => arm);
    expect(arms).toEqual(arms.toReversed());
    expect(new Set(arms).size).toBe(2);
  }
  expect(blocks.map((boots) => boots.every(({ discarded }) => discarded))).toEqual([
    true,
    ...blocks.slice(1).map(() => false),
  ]);
});

test("at least as many of each count as were asked for", () => {
  const counted = plan.filter(({ discarded }) => !discarded);
  expect(counted.filter(({ arm }) => arm === "base")).toHaveLength(12);
  expect(counted.filter(({ arm }) => arm === "series")).toHaveLength(12);
});

test("the seed alone decides the order, and both orders occur", () => {
  expect(interleavedBoots(11, 5)).toEqual(plan);
  const first = new Set(Array.from({ length: 20 }, (_, seed) => interleavedBoots(1, seed)[0]?.arm));
  expect(first.size).toBe(2);
});

test("a plan can be printed", () => {
  const lines = bootOrderText(plan).trimEnd().split("\n");
  expect(lines[0]).toMatch(
    /^block 0 {2}(base series series base|series base base series) {2}discarded$/,
  );
  expect(lines).toHaveLength(7);
});
