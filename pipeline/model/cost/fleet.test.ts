// Times of plans that can be told by hand.

import { expect, test } from "vitest";
import { criticalPath, type FleetStep, makespan } from "./fleet.ts";

const of = (takes: number, needs: readonly number[] = [], urgency = 0): FleetStep => ({
  takes,
  needs,
  urgency,
});

test("steps that need nothing are shared among the workers", () => {
  const steps = Array.from({ length: 12 }, () => of(5));
  expect([1, 2, 4, 12, 100].map((workers) => makespan(steps, workers))).toEqual([60, 30, 15, 5, 5]);
});

test("no number of workers makes a chain shorter", () => {
  const steps = [of(3), of(4, [0]), of(5, [1]), of(1)];
  expect(makespan(steps, 100)).toBe(12);
  expect(criticalPath(steps)).toBe(12);
});

test("the most urgent of those that could begin begins first", () => {
  const last = [of(4, [2])];
  const begun = [of(2, [], 1), of(2, [], 1)];
  expect(makespan([...begun, of(2, [], 0), ...last], 2)).toBe(6);
  expect(makespan([...begun, of(2, [], 2), ...last], 2)).toBe(8);
});
