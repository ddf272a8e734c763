// Two boots' counts: equal ones are exact, others are named.

import { describe, expect, test } from "vitest";
import { countsOf } from "./count.ts";
import type { GuestMetric } from "../boot/guest-record.ts";

function metric(name: string, count: number): GuestMetric {
  return { record: "metric", name, iterations: 10, count, unit: "instructions" };
}

describe("the counts of two boots", () => {
  test("are exact where they are equal", () => {
    expect(countsOf([[metric("null", 5)], [metric("null", 5)]])).toEqual([
      { workload: "null", iterations: 10, values: [5, 5] },
    ]);
  });

  test("are demoted by one instruction, and say both", () => {
    const [count] = countsOf([[metric("null", 5)], [metric("null", 6)]]);
    expect(count?.demoted).toBe("two boots of one kernel counted 5 and 6");
    expect(count?.values).toEqual([5, 6]);
  });

  test("are demoted where one boot did not count it", () => {
    const [count] = countsOf([[], [metric("null", 6)]]);
    expect(count).toMatchObject({ values: [6], demoted: "counted in 1 of 2 boots" });
  });
});
