// When something must be done in a boot that a host shares among its guests: a pure rule, like boot-clock.ts.

import { longestWait, nextDeadline, type Sightings, type WaitedSince } from "./boot-clock.ts";
import type { BootEndCause } from "./boot-record.ts";
import type { Clocks } from "../described/platform.ts";

/** The guest that runs now. */
export type RunningGuest = {
  readonly platform: string;
  readonly clocks: Clocks;
  readonly seen: Sightings;
  /** When the host was asked to destroy it. */
  readonly askedAt?: number;
  /** When the host was last woken up for it. */
  readonly nudgedAt?: number;
};

export type SharedSightings = {
  readonly host: Sightings;
  /** Since when no guest has run. */
  readonly idleSince: number;
  readonly running?: RunningGuest;
};

/**
 * `nudge`: wake the host up, as it may be its CPU that sleeps and not the guest. `destroy`: ask the host to end the guest.
 * `stop`: end the host, which does not do its part.
 */
export type Due = {
  readonly at: number;
  readonly because: BootEndCause;
  readonly what: "nudge" | "destroy" | "stop";
};

/** The next instant at which something must be done, if nothing more is seen until then. The host's own clocks rest while a guest runs. */
export function nextDue(
  seen: SharedSightings,
  clocks: Clocks,
  slowdown: number,
  waited: WaitedSince = () => 0,
): Due {
  const drained = (from: number): number => {
    const ms = clocks.drain * 1000 * slowdown;
    return from + ms + Math.min(waited(from), longestWait * ms);
  };
  const { host, idleSince, running } = seen;
  const { faultAt } = host;
  const fault: Due | undefined =
    faultAt === undefined ? undefined : { at: drained(faultAt), because: "fault", what: "stop" };
  return earlier(running ? ofGuest(running) : ofHost(), fault);

  function ofGuest({ askedAt, nudgedAt = 0, ...guest }: RunningGuest): Due {
    if (askedAt !== undefined) return { at: drained(askedAt), because: "host-ended", what: "stop" };
    const due = nextDeadline(guest.seen, guest.clocks, slowdown, waited);
    const waits = due.because === "silence" || due.because === "no-start";
    if (!waits) return { ...due, what: "destroy" };
    if (nudgedAt <= guest.seen.lastByteAt) return { ...due, what: "nudge" };
    return { ...due, at: Math.max(due.at, drained(nudgedAt)), what: "destroy" };
  }

  function ofHost(): Due {
    const lastByteAt = Math.max(host.lastByteAt, idleSince);
    const idle = { ...host, startedAt: idleSince, lastByteAt };
    return { ...nextDeadline(idle, clocks, slowdown, waited), what: "stop" };
  }
}

function earlier(a: Due, b: Due | undefined): Due {
  return b && b.at < a.at ? b : a;
}
