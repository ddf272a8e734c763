// Boot by phase, and what accounts for a difference.

import { describe, expect, test } from "vitest";
import { largestDifferences, phasesOf } from "./profile.ts";

describe("the phases of a boot", () => {
  test("last until the next one begins, in the order in which they were reached, and add up", () => {
    const reached = [
      { phase: "boot/initcall/b", at: 70 },
      { phase: "boot/early-kernel", at: 10 },
      { phase: "boot/initcall/a", at: 40 },
    ];
    expect(phasesOf(reached, 100)).toEqual([
      { name: "boot/before-kernel", instructions: 10 },
      { name: "boot/early-kernel", instructions: 30 },
      { name: "boot/initcall/a", instructions: 30 },
      { name: "boot/initcall/b", instructions: 30 },
      { name: "boot/total", instructions: 100 },
    ]);
  });
});

describe("a difference", () => {
  test("is told by function, the largest first, whichever way it goes, and equal ones are left out", () => {
    expect(largestDifferences({ a: 5, b: 9, c: 1 }, { a: 6, c: 1, d: 3 })).toEqual([
      { function: "b", base: 9, series: 0 },
      { function: "d", base: 0, series: 3 },
      { function: "a", base: 5, series: 6 },
    ]);
  });
});
