// Compares the rate of the guest's clock with the host's, by the arrival times of its readings.

import type { ClockReading } from "../boot/clock-reading.ts";
import { type Finding, kernelFault } from "./finding.ts";

/** The guest's facts that hold a reading of CLOCK_BOOTTIME, in nanoseconds: it goes on while a guest stands still to be moved. */
export const clockFacts: readonly string[] = ["clock.begin", "clock.end"];

/**
 * A reading arrives late, by as much as consoles and a busy machine make of it: far less than these seconds, but a
 * boot must never be blamed for its host. So a boot of a few seconds finds a clock that is wrong by a half, and only a
 * long one finds less.
 */
const allowance = { ownMs: 1000, relayedMs: 2000, ratio: 0.02 } as const;

/** What is known of the guest's clock apart from its console. `host`: present if a host relayed the records. */
type ObservedClock = { readonly clock?: readonly ClockReading[]; readonly host?: unknown };

/** Undefined if the clock was right, or if arrival times are not known (a saved console). */
export function judgeClock(
  { clock = [], host: relay }: ObservedClock,
  facts: Readonly<Record<string, string>>,
): Finding | undefined {
  const gone = clockRun(clock);
  if (!gone || isRight(gone, relay !== undefined) || countsTicks(gone, facts)) return undefined;
  return {
    reason: "wrong-clock",
    fault: kernelFault,
    summary: `the guest's clock went on by ${seconds(gone.guestMs)} s while ${seconds(gone.hostMs)} s passed here`,
  };
}

/**
 * A guest that has no clock but its ticks loses those that come while its CPU does not run, and an emulator's CPU often does
 * not: that it is slow is a notice. That it is fast no busy machine explains.
 */
export function slowTicks(
  { clock = [], host: relay }: ObservedClock,
  facts: Readonly<Record<string, string>>,
): string | undefined {
  const gone = clockRun(clock);
  if (!gone || isRight(gone, relay !== undefined) || !countsTicks(gone, facts)) return undefined;
  return `the guest's clock (${facts[clocksource]}) lost ticks`;
}

const clocksource = "clocksource.current";

type ClockRun = { readonly guestMs: number; readonly hostMs: number };

export function clockRun(readings: readonly ClockReading[]): ClockRun | undefined {
  const first = readings.at(0);
  const last = readings.at(-1);
  if (!first || !last) return undefined;
  return {
    guestMs: last.guestMs - first.guestMs,
    hostMs: last.arrivedMs - first.arrivedMs,
  };
}

function isRight({ guestMs, hostMs }: ClockRun, relayed: boolean): boolean {
  const late = relayed ? allowance.relayedMs : allowance.ownMs;
  return Math.abs(guestMs - hostMs) <= late + allowance.ratio * hostMs;
}

function countsTicks(
  { guestMs, hostMs }: ClockRun,
  facts: Readonly<Record<string, string>>,
): boolean {
  return guestMs < hostMs && /jiffies/.test(facts[clocksource] ?? "");
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}
