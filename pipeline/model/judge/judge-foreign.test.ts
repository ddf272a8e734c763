// A guest that is not ours is judged by its console and its host, and by nothing else.

import { expect, test } from "vitest";
import type { Expected } from "../described/expected.ts";
import type { GuestRecord } from "../boot/guest-record.ts";
import { type Judgement, judge } from "./judge.ts";
import { pass } from "./outcome.ts";
import { cellVerdict } from "./verdict.ts";
import type { Witness } from "./witness.ts";

const evidence = { console: ["GNU GRUB"], absent: ["error:"], host: [], events: [], facts: {} };
const expected: Expected = {
  evidence,
  buildId: "0123",
  required: { by: "grub", probes: [] },
  facts: { promised: "1" },
  kunit: ["suite"],
  hypervisorSpeaks: false,
  known: [],
  foreign: true,
};

function witness(lines: readonly string[], bodies: readonly GuestRecord[] = []): Witness {
  const nonce = "00112233445566aa";
  const records = bodies.map((body, seq) => ({ line: seq + 1, nonce, seq, body }));
  return {
    nonce,
    console: { name: "console.log", lines, segments: [], faults: [] },
    records: { records, damaged: [] },
    loadLines: new Set(),
  };
}

const ran: GuestRecord[] = [
  { record: "test", name: "guest-created.grub", result: "pass", detail: "" },
  { record: "fact", name: "guest.started", value: "grub" },
];

function judged(lines: readonly string[], host = ran, more: Partial<Expected> = {}): Judgement {
  const seen = { guest: witness(lines), host: { ...witness([], host), guest: "grub" } };
  const ended = { how: "killed", because: "unclean" } as const;
  return judge({ ...seen, ended }, { ...expected, ...more });
}

test("it passes by what it prints, without records, build-id, suites or an end of its own", () => {
  const { verdict, tests, facts } = judged(["  GNU GRUB  version 2.06"]);
  expect([verdict, tests, facts]).toEqual(["pass", [], {}]);
});

test("the same console proves nothing of a guest that is ours", () => {
  const { foreign: _, ...ours } = expected;
  const seen = { guest: witness(["GNU GRUB"]), host: { ...witness([], ran), guest: "grub" } };
  const ended = { how: "killed", because: "unclean" } as const;
  expect(judge({ ...seen, ended }, ours).finding?.reason).toBe("no-start");
});

test.each([
  ["what it must print does not come", ["Booting"], ran, "wrong-platform"],
  ["it prints what it must not", ["GNU GRUB", "error: no disk"], ran, "wrong-platform"],
  ["its dom0 could not create it", ["GNU GRUB"], [], "guest-not-created"],
] as const)("it does not pass where %s", (_, lines, host, reason) => {
  expect(judged(lines, [...host]).finding?.reason).toBe(reason);
});

const mute = { outcome: pass(judged(["Booting"])) };
const good = { outcome: pass(judged(["GNU GRUB"])) };

test("what it does not say with the unpatched kernel in dom0 is not the head's", () => {
  const { verdict, finding } = cellVerdict(mute, { foreign: true });
  expect([verdict, finding?.fault]).toEqual(["infra", "infrastructure"]);
  expect(finding?.summary).toContain("the guest runs no kernel of ours");
  const patched = cellVerdict(mute, { foreign: true, base: mute });
  expect([patched.verdict, patched.finding?.fault]).toEqual(["infra", "infrastructure"]);
});

test("it is the hypervisor's where the same row passes under another, the series' where only its dom0 is new", () => {
  const elsewhere = cellVerdict(mute, { foreign: true, elsewhere: good });
  expect([elsewhere.verdict, elsewhere.finding?.fault]).toEqual(["fail", "hypervisor"]);
  const patched = cellVerdict(mute, { foreign: true, base: good });
  expect([patched.verdict, patched.finding?.fault]).toEqual(["fail", "series"]);
});

test("a dom0 that goes down under it is the head's, as under any other guest", () => {
  const down = judged(["GNU GRUB"]);
  const finding = { reason: "host-failed", fault: "series", summary: "the host: panic" } as const;
  const own = { outcome: pass({ ...down, verdict: "fail" as const, finding }) };
  expect(cellVerdict(own, { foreign: true }).finding?.fault).toBe("head");
});
