// When a boot must end, by what was seen of it.

import { expect, test } from "vitest";
import { longestWait, nextDeadline, type Sightings } from "./boot-clock.ts";

const clocks = { boot: 10, silence: 20, cap: 60, drain: 3 };
const nothing: Sightings = { startedAt: 1000, lastByteAt: 1000, spoke: false };

/** What was seen, and `why` at which second after the start. */
// prettier-ignore
const deadlines: readonly (readonly [string, Partial<Sightings>, string])[] = [
  ["a guest that says nothing", {}, "no-start 10"],
  ["a kernel that prints and no record", { lastByteAt: 9000 }, "no-start 10"],
  ["a guest that spoke", { spoke: true, lastByteAt: 6000 }, "silence 25"],
  ["a guest that goes on speaking", { spoke: true, lastByteAt: 31_000 }, "silence 50"],
  ["a guest that never stops", { spoke: true, lastByteAt: 60_000 }, "cap 60"],
  ["a guest that ended and stays", { spoke: true, lastByteAt: 6000, endedAt: 5000 }, "unclean 7"],
  ["a guest that ended and goes on printing", { spoke: true, lastByteAt: 50_000, endedAt: 5000 }, "unclean 7"],
  ["a fault before the first record", { lastByteAt: 2000, faultAt: 2000 }, "fault 4"],
  ["a fault and endless output", { spoke: true, lastByteAt: 50_000, faultAt: 2000 }, "fault 4"],
  ["an end after a fault", { spoke: true, faultAt: 2000, endedAt: 5000 }, "unclean 7"],
  ["a fault just before the cap", { spoke: true, lastByteAt: 60_000, faultAt: 60_000 }, "cap 60"],
];

test.each(deadlines)("%s is stopped in time", (_, seen, expected) => {
  const { at, because } = nextDeadline({ ...nothing, ...seen }, clocks, 1);
  expect(`${because} ${(at - nothing.startedAt) / 1000}`).toBe(expected);
});

test("silence is what ends a boot that stays silent for less than its start may take", () => {
  const quick = { ...clocks, silence: 4 };
  expect(nextDeadline(nothing, quick, 1)).toEqual({ at: 5000, because: "silence" });
});

test("a slow accelerator stretches every clock, the cap too", () => {
  for (const [, seen] of deadlines) {
    const once = nextDeadline({ ...nothing, ...seen, startedAt: 0, lastByteAt: 0 }, clocks, 1);
    const slow = nextDeadline({ ...nothing, ...seen, startedAt: 0, lastByteAt: 0 }, clocks, 6);
    expect(slow.at).toBeGreaterThan(once.at);
  }
  expect(nextDeadline({ ...nothing, spoke: true, lastByteAt: 1e9 }, clocks, 6).at).toBe(361_000);
});

test("what a machine had to wait is added to its time, but not without end", () => {
  const at = (waited: number) => nextDeadline(nothing, clocks, 1, () => waited).at;
  expect(at(4000) - at(0)).toBe(4000);
  expect(at(100_000) - at(0)).toBe(longestWait * 1000 * clocks.boot);
});
