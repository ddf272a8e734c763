import { describe, expect, test } from "vitest";
import { judgeClock, slowTicks } from "./judge-clock.ts";

function seenOf(guestMs: number, hostMs: number, relayed = false) {
  const clock = [
    { guestMs: 500, arrivedMs: 9000 },
    { guestMs: 500 + guestMs, arrivedMs: 9000 + hostMs },
  ];
  return { clock, ...(relayed ? { host: {} } : {}) };
}

function between(guestMs: number, hostMs: number, relayed = false) {
  return judgeClock(seenOf(guestMs, hostMs, relayed), { "clocksource.current": "tsc" });
}

describe("the guest's clock", () => {
  test("is right where both went on alike, or a record was late by less than a second", () => {
    expect(between(3000, 3000)).toBeUndefined();
    expect(between(3000, 3900)).toBeUndefined();
    expect(between(3000, 2100)).toBeUndefined();
  });

  test("is given more time where a busy host passes its console on, but not any time", () => {
    expect(between(16_597, 17_988, true)).toBeUndefined();
    expect(between(16_597, 17_988, false)?.reason).toBe("wrong-clock");
    expect(between(10_000, 13_000, true)?.reason).toBe("wrong-clock");
  });

  test("is wrong where it is a tenth too fast for long enough, too slow, or stands still", () => {
    expect(between(24_200, 22_000)).toMatchObject({ reason: "wrong-clock", fault: "series" });
    expect(between(19_800, 22_000)?.summary).toBe(
      "the guest's clock went on by 19.8 s while 22.0 s passed here",
    );
    expect(between(0, 3000)?.reason).toBe("wrong-clock");
  });

  test("is not judged where nobody saw its readings arrive", () => {
    expect(judgeClock({ clock: [] }, {})).toBeUndefined();
  });
});

describe("a guest that lives on its ticks", () => {
  const jiffies = { "clocksource.current": "refined-jiffies" };

  test("may lose some: that is a notice", () => {
    const seen = seenOf(2100, 3300);
    expect(judgeClock(seen, jiffies)).toBeUndefined();
    expect(slowTicks(seen, jiffies)).toBe("the guest's clock (refined-jiffies) lost ticks");
    expect(slowTicks(seen, { "clocksource.current": "tsc" })).toBeUndefined();
    expect(slowTicks(seenOf(3300, 3300), jiffies)).toBeUndefined();
  });

  test("may not have too many", () => {
    expect(judgeClock(seenOf(6000, 3300), jiffies)?.reason).toBe("wrong-clock");
    expect(slowTicks(seenOf(6000, 3300), jiffies)).toBeUndefined();
  });
});
