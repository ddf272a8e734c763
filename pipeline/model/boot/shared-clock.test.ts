// Whose time counts when a host serves guests in turn.

import { expect, test } from "vitest";
import { nextDue, type RunningGuest, type SharedSightings } from "./shared-clock.ts";

const clocks = { boot: 10, silence: 5, cap: 60, drain: 2 };
const host = { startedAt: 0, lastByteAt: 4000, spoke: true };
const guest: RunningGuest = {
  platform: "domu",
  clocks: { boot: 3, silence: 2, cap: 20, drain: 1 },
  seen: { startedAt: 5000, lastByteAt: 5000, spoke: false },
};

function due(seen: Partial<SharedSightings>, slowdown = 1) {
  const { at, because, what } = nextDue({ host, idleSince: 0, ...seen }, clocks, slowdown);
  return `${what} at ${at}: ${because}`;
}

test("before the first guest the host's own clocks count", () => {
  expect(due({})).toBe("stop at 9000: silence");
  expect(due({ host: { ...host, lastByteAt: 8000, spoke: false } })).toBe(
    "stop at 10000: no-start",
  );
});

test("while a guest runs its clocks count, and the host may be silent", () => {
  expect(due({ running: guest })).toBe("nudge at 7000: silence");
  const late = { ...guest.seen, spoke: true, lastByteAt: 24_900 };
  expect(due({ running: { ...guest, seen: late } })).toBe("destroy at 25000: cap");
});

test("a guest that said its last word, or panicked, has its drain time", () => {
  const ended = { ...guest.seen, endedAt: 6000 };
  expect(due({ running: { ...guest, seen: ended } })).toBe("destroy at 7000: unclean");
  const fault = { ...guest.seen, faultAt: 5500 };
  expect(due({ running: { ...guest, seen: fault } })).toBe("destroy at 6500: fault");
});

test("before a silent guest is destroyed its host is woken up, and has its drain time to show that the guest lives", () => {
  expect(due({ running: { ...guest, nudgedAt: 7000 } })).toBe("destroy at 9000: silence");
  const heard = { ...guest.seen, spoke: true, lastByteAt: 7100 };
  expect(due({ running: { ...guest, seen: heard, nudgedAt: 7000 } })).toBe(
    "nudge at 9100: silence",
  );
});

test("a host that was asked to destroy has its drain time to do it, then it is the host that is stopped", () => {
  expect(due({ running: { ...guest, askedAt: 7000 } })).toBe("stop at 9000: host-ended");
});

test("a host that goes down takes its guest along, however much time that one has", () => {
  const down = { ...host, faultAt: 5100 };
  const patient = { ...guest, clocks: { ...guest.clocks, silence: 50, boot: 50, cap: 50 } };
  expect(due({ host: down, running: patient })).toBe("stop at 7100: fault");
});

test("after a guest the host's time begins anew: the guests before do not eat it", () => {
  expect(due({ idleSince: 100_000 })).toBe("stop at 105000: silence");
});

test("a slower accelerator stretches every clock", () => {
  expect(due({ running: guest }, 6)).toBe("nudge at 17000: silence");
  expect(due({ running: { ...guest, askedAt: 7000 } }, 6)).toBe("stop at 19000: host-ended");
});

test("a host that has to wait for its machine has that much more time, too", () => {
  const running = { ...guest, askedAt: 7000 };
  const { at } = nextDue({ host, idleSince: 0, running }, clocks, 1, () => 1500);
  expect(at).toBe(10_500);
});
