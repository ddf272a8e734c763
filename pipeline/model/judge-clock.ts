// The rate of the guest's clock, held against the host's: by when its readings arrived here.

import { type Finding, kernelFault } from "./finding.ts";

/** The guest's facts that hold a reading of CLOCK_MONOTONIC, in nanoseconds. */
export const clockFacts: readonly string[] = ["clock.begin", "clock.end"];

export type ClockReading = {
  readonly guestMs: number;
  /** Our own monotonic clock when the record arrived. */
  readonly arrivedMs: number;
};

/**
 * A reading arrives late, by as much as consoles and a busy machine make of it: a second is allowed for that,
 * besides a fiftieth of the time between. A boot of a few seconds so finds a clock that is wrong by a half, one of
 * a minute a clock that is wrong by a twentieth.
 */
const allowance = { ms: 1000, ratio: 0.02 } as const;

/** Undefined where the clock went right, or where nobody was there to see: a console that was only saved. */
export function judgeClock(readings: readonly ClockReading[]): Finding | undefined {
  const first = readings.at(0);
  const last = readings.at(-1);
  if (!first || !last) return undefined;
  const guest = last.guestMs - first.guestMs;
  const host = last.arrivedMs - first.arrivedMs;
  if (Math.abs(guest - host) <= allowance.ms + allowance.ratio * host) return undefined;
  const seconds = (ms: number): string => (ms / 1000).toFixed(1);
  return {
    reason: "wrong-clock",
    fault: kernelFault,
    summary: `the guest's clock went on by ${seconds(guest)} s while ${seconds(host)} s passed here`,
  };
}
