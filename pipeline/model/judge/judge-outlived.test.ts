// A guest whose hypervisor stays when it has gone: that we stop the machine then is its regular end.

import { expect, test } from "vitest";
import type { Expected } from "../described/expected.ts";
import type { GuestRecord } from "../boot/guest-record.ts";
import type { BootEnd } from "../boot/boot-record.ts";
import { type Judgement, judge } from "./judge.ts";

const expected: Expected = {
  evidence: {
    console: ["reboot: Power down"],
    absent: [],
    host: [],
    events: [],
    facts: {},
  },
  facts: {},
  kunit: [],
  hypervisorSpeaks: true,
  known: [],
};

const bodies: GuestRecord[] = [
  { record: "start", protocol: 1 },
  { record: "test", name: "memory", result: "pass", detail: "" },
  { record: "end", facts: 0, tests: 1 },
];

function judged(lines: readonly string[], more: Partial<Expected>, ended: BootEnd): Judgement {
  const nonce = "00112233445566aa";
  const records = bodies.map((body, seq) => ({ line: seq + 1, nonce, seq, body }));
  const console = { name: "console.log", lines, segments: [], faults: [] };
  const guest = { nonce, console, records: { records, damaged: [] }, loadLines: new Set<number>() };
  return judge({ guest, ended }, { ...expected, ...more });
}

const stopped: BootEnd = { how: "killed", because: "unclean" };
const poweredOff = ["(XEN) DOM1: [    4.5] reboot: Power down"];

test("it ends clean, and elsewhere it had to be stopped", () => {
  const { verdict, cleanEnd } = judged(poweredOff, { outlived: true }, stopped);
  expect([verdict, cleanEnd]).toEqual(["pass", true]);
  expect(judged(poweredOff, {}, stopped).cleanEnd).toBe(false);
});

test("one that never powered off does not pass", () => {
  expect(judged([], { outlived: true }, stopped).finding?.reason).toBe("wrong-platform");
});

test("one that was stopped for another reason did not end clean", () => {
  const hung: BootEnd = { how: "killed", because: "silence" };
  expect(judged(poweredOff, { outlived: true }, hung).cleanEnd).toBe(false);
});
