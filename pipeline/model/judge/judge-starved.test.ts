// Figures of real boots: which failures are the machine's.

import { describe, expect, test } from "vitest";
import type { CpuSample } from "../boot/cpu-use.ts";
import type { Finding, FindingReason } from "./finding.ts";
import type { GuestTest } from "../boot/guest-record.ts";
import { unlessStarved } from "./judge-starved.ts";

/** Two vCPUs, a sample a second: one has all it wants, the other waits this share of its time. */
function waiting(share: number, stolenShare = 0): CpuSample[] {
  return Array.from({ length: 61 }, (_, second) => ({
    atMs: 1000 * second,
    ran: [900 * second, 1000 * (1 - share) * second],
    waited: [0, 1000 * share * second],
    stolen: 1000 * stolenShare * second,
  }));
}

function finding(reason: FindingReason, text?: string): Finding {
  const line = text === undefined ? {} : { line: { in: "console.log", line: 1, text } };
  return { reason, fault: "series", summary: reason, ...line };
}

function faultOf(wrong: Finding, seen: object, tests: readonly GuestTest[] = []): string {
  return unlessStarved(wrong, seen, tests).fault;
}

/** As a boot under load had it: 3.0 to 6.6 s while 6.2 s passed. */
const lost = (ms: number) => [
  { guestMs: 3000, arrivedMs: 20_000 },
  { guestMs: 9200 - ms, arrivedMs: 26_200 },
];

/** As in the flake of hyperv: CPU 0 said nothing for 138.6 s, and woke with the interrupt of `destroy`. */
const host = (beats: string) => {
  const body = { record: "fact" as const, name: "guest.beats", value: beats };
  const records = [{ nonce: "aa", seq: 0, line: 1, body }];
  return {
    guest: "hyperv",
    nonce: "aa",
    console: { name: "host.log", lines: [], faults: [], segments: [] },
    records: { records, damaged: [] },
    loadLines: new Set<number>(),
  };
};

const lockup = "watchdog: BUG: soft lockup - CPU#1 stuck for 26s! [init:1]";

describe("a guest that got too little of the machine", () => {
  // prettier-ignore
  test.each([
    ["hang", finding("hang")],
    ["start too late", finding("no-start")],
    ["be silent", finding("silence")],
    ["see a soft lockup", finding("oops", lockup)],
  ])("may %s", (_, wrong) => {
    expect(faultOf(wrong, { cpu: waiting(0.82) })).toBe("infrastructure");
    expect(faultOf(wrong, { cpu: waiting(0.1, 0.72) })).toBe("infrastructure");
    expect(faultOf(wrong, { cpu: waiting(0.75) })).toBe("series");
    expect(faultOf(wrong, {})).toBe("series");
  });

  test("is told so with the figures", () => {
    const { summary } = unlessStarved(finding("hang"), { cpu: waiting(0.85) }, []);
    expect(summary).toBe(
      "hang; in 60.0 s of this a CPU of its QEMU waited 51.0 s for one of this machine's",
    );
  });

  test("may not panic, nor fail a test that needs no time", () => {
    expect(faultOf(finding("panic"), { cpu: waiting(0.9) })).toBe("series");
    const failed = {
      record: "test",
      name: "disk",
      result: "fail",
      detail: "read: I/O error",
    } as const;
    expect(faultOf(finding("test-failed"), { cpu: waiting(0.9) }, [failed])).toBe("series");
  });

  test("may not hang when it had time again: what counts is the time since its last word", () => {
    const waited = waiting(0.9);
    const freed = waited.slice(21).map(({ atMs, ran, stolen }) => {
      return { atMs, ran, waited: [0, 18_000], stolen };
    });
    const early = [...waited.slice(0, 21), ...freed];
    expect(faultOf(finding("hang"), { cpu: early, heard: { tests: {}, lastMs: 30_000 } })).toBe(
      "series",
    );
    expect(faultOf(finding("hang"), { cpu: early, heard: { tests: {}, lastMs: 0 } })).toBe(
      "series",
    );
  });

  test("may take too long for a test, where it waited just then", () => {
    const tests = [
      { record: "test", name: "memory", result: "pass", detail: "" },
      {
        record: "test",
        name: "timers",
        result: "fail",
        detail: "killed by SIGALRM: not done after 60 s",
      },
    ] as const;
    const heard = { tests: { memory: 10_000, timers: 40_000 } };
    expect(faultOf(finding("test-failed"), { cpu: waiting(0.85), heard }, tests)).toBe(
      "infrastructure",
    );
    expect(faultOf(finding("test-failed"), { cpu: waiting(0.4), heard }, tests)).toBe("series");
    const detail = 'too late: CPU 1 does not go after "vcpu-set 1"';
    const late = [tests[0], { ...tests[1], detail }];
    expect(faultOf(finding("test-failed"), { cpu: waiting(0.85), heard }, late)).toBe(
      "infrastructure",
    );
    const broken = [...late, { ...tests[1], name: "disk", detail: "I/O error" }];
    expect(faultOf(finding("test-failed"), { cpu: waiting(0.85), heard }, broken)).toBe("series");
  });
});

describe("a clock", () => {
  test("may lose what its CPU waited, and no more", () => {
    const cpu = waiting(0.5);
    expect(faultOf(finding("wrong-clock"), { cpu, clock: lost(2650) })).toBe("infrastructure");
    expect(faultOf(finding("wrong-clock"), { cpu, clock: lost(4000) })).toBe("series");
    expect(faultOf(finding("wrong-clock"), { cpu: waiting(0), clock: lost(2650) })).toBe("series");
  });
});

describe("a host that wrote down its own beats", () => {
  test("and whose CPU slept through its timer while the guest ran, is the one that hung", () => {
    const seen = { host: host("hyperv 0:138600:0 1:1890:0") };
    expect(unlessStarved(finding("hang"), seen, [])).toMatchObject({
      fault: "infrastructure",
      summary: "hang; CPU 0 of its host had no timer for 138.6 s",
    });
    expect(faultOf(finding("panic"), seen)).toBe("series");
  });

  test("answers for the guest that ran then alone, and may be a little late", () => {
    expect(faultOf(finding("hang"), { host: host("vmware 0:138600:0") })).toBe("series");
    expect(faultOf(finding("hang"), { host: host("hyperv 0:3100:1 1:1890:0") })).toBe("series");
  });
});
