// When a boot must end: a pure rule over what was seen and when. Times are milliseconds of one monotonic clock.

import type { BootEndCause } from "./boot-record.ts";
import type { Clocks } from "../described/platform.ts";

export type Sightings = {
  readonly startedAt: number;
  /** The last byte on any console. */
  readonly lastByteAt: number;
  /** The guest's first record. */
  readonly spoke: boolean;
  /** The last record of the one that powers the machine off: the guest, or its dom0. */
  readonly endedAt?: number;
  /** The first fault on any console. */
  readonly faultAt?: number;
};

export type Deadline = { readonly at: number; readonly because: BootEndCause };

/** How long the machine had to wait for a CPU of its host since an instant, in milliseconds. */
export type WaitedSince = (from: number) => number;

/**
 * What a machine waited is added to its time, up to so many times the time itself: a busy host does not end a boot. Two
 * machines of two CPUs beside two busy processes, on two cores, wait for three quarters of their time.
 */
export const longestWait = 4;

/** The next instant at which the machine must be stopped, if nothing more is seen until then. */
export function nextDeadline(
  seen: Sightings,
  clocks: Clocks,
  slowdown: number,
  waited: WaitedSince = () => 0,
): Deadline {
  const after = (from: number, seconds: number): number => {
    const ms = seconds * 1000 * slowdown;
    return from + ms + Math.min(waited(from), longestWait * ms);
  };
  const cap: Deadline = { at: after(seen.startedAt, clocks.cap), because: "cap" };
  if (seen.endedAt !== undefined)
    return earlier(cap, { at: after(seen.endedAt, clocks.drain), because: "unclean" });
  if (seen.faultAt !== undefined)
    return earlier(cap, { at: after(seen.faultAt, clocks.drain), because: "fault" });
  const silence: Deadline = { at: after(seen.lastByteAt, clocks.silence), because: "silence" };
  if (seen.spoke) return earlier(cap, silence);
  const start: Deadline = { at: after(seen.startedAt, clocks.boot), because: "no-start" };
  return earlier(cap, earlier(silence, start));
}

function earlier(a: Deadline, b: Deadline): Deadline {
  return b.at < a.at ? b : a;
}
