// The rate of the guest's clock, held against the host's: by when its readings arrived here.

import { type Finding, kernelFault } from "./finding.ts";

/** The guest's facts that hold a reading of CLOCK_BOOTTIME, in nanoseconds: it goes on while a guest stands still to be moved. */
export const clockFacts: readonly string[] = ["clock.begin", "clock.end"];

export type ClockReading = {
  readonly guestMs: number;
  /** Our own monotonic clock when the record arrived. */
  readonly arrivedMs: number;
};

/**
 * A reading arrives late, by as much as consoles and a busy machine make of it: far less than these seconds, but a
 * boot must never be blamed for its host. So a boot of a few seconds finds a clock that is wrong by a half, and only a
 * long one finds less.
 */
const allowance = { ownMs: 1000, relayedMs: 2000, ratio: 0.02 } as const;

/** Undefined where the clock went right, or where nobody was there to see: a console that was only saved. `relayed`: by a host. */
export function judgeClock(
  readings: readonly ClockReading[],
  relayed: boolean,
): Finding | undefined {
  const first = readings.at(0);
  const last = readings.at(-1);
  if (!first || !last) return undefined;
  const guest = last.guestMs - first.guestMs;
  const host = last.arrivedMs - first.arrivedMs;
  const late = relayed ? allowance.relayedMs : allowance.ownMs;
  if (Math.abs(guest - host) <= late + allowance.ratio * host) return undefined;
  return {
    reason: "wrong-clock",
    fault: kernelFault,
    summary: `the guest's clock went on by ${seconds(guest)} s while ${seconds(host)} s passed here`,
  };
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}
