// A fault at any place of a good console fails; the same words of a user do not. Places are drawn from a fixed seed.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Judgement } from "../model/judge/judge.ts";
import { judge } from "../model/judge/judge.ts";
import { isAbsence } from "../model/judge/finding.ts";
import { Random } from "../model/random.ts";
import { readWitness } from "../parse/console/read-witness.ts";
import { buildId, consoleFolder, nonce } from "./corpus-rig.ts";
import { record } from "./record-line.ts";

const read = (name: string): Buffer => readFileSync(join(consoleFolder, name));
const bare = read("bare-q35-good.log");
const dom0 = read("xen-pv-dom0-good.log");
const warning = "WARNING: CPU: 0 PID: 75 at kernel/tb.c:12 tb_probe+0x10/0x20";
const stamped = `[    1.900000] ${warning}`;
const nothing = { console: [], absent: [], host: [], events: [], facts: {} };

function judged(bytes: Buffer): Judgement {
  const ended = { how: "exited", because: "power-off" } as const;
  const guest = readWitness("console.log", bytes, nonce);
  const rest = { facts: {}, kunit: [], hypervisorSpeaks: true, known: [] };
  return judge({ guest, ended }, { buildId, evidence: nothing, ...rest });
}

function verdictOf(bytes: Buffer): string {
  const { verdict, finding } = judged(bytes);
  return finding ? `${verdict}: ${finding.reason}, ${finding.fault}` : verdict;
}

function inserted(into: Buffer, at: number, text: string): Buffer {
  return Buffer.concat([into.subarray(0, at), Buffer.from(text), into.subarray(at)]);
}

/** Before the line of the guest's third test, in the middle of its records. */
const middle = bare.indexOf("@tb ", bare.indexOf('"record":"test"')) - 1;

const consoles = [
  ["bare hardware", bare],
  ["Xen's dom0", dom0],
] as const;

describe("a warning in a good console", () => {
  test.each(consoles)(
    "of %s fails at whatever byte it begins, with a newline behind it and without",
    (_, good) => {
      const random = new Random(14);
      for (let turn = 0; turn < 100; turn++) {
        const at = random.below(good.length);
        const behind = turn % 2 ? "\r\n" : " ";
        const { verdict, finding } = judged(inserted(good, at, stamped + behind));
        expect([at, verdict, finding?.reason]).toEqual([at, "fail", "oops"]);
        expect(finding?.line?.text).toContain(stamped);
      }
    },
  );

  test.each(consoles)(
    "of %s is none at any place where a user says it without a stamp",
    (_, good) => {
      const random = new Random(15);
      const lines = [...good.toString("latin1").matchAll(/\n/g)].map(({ index }) => index + 1);
      for (let turn = 0; turn < 50; turn++) {
        const at = random.oneOf(lines);
        expect([at, verdictOf(inserted(good, at, `${warning}\r\n`))]).toEqual([at, "pass"]);
      }
    },
  );

  test.each([
    ["user text", "probing memory ... "],
    ["a NUL", "\0"],
    ["a carriage return", "10%\r20%\r"],
    ["another message", "[    1.899000] tb: probed"],
    ["a load line", `@load ${nonce}`],
    [
      "a broken record",
      `@tb ${nonce} 27 dc639993 {"record":"fact","name":"log.paravirt","value":"Boo`,
    ],
    [
      "a broken record with a line before",
      `@tb ${nonce} 27 dc639993 {"rec[    1.890000] tsc: Refined\r\nl on bare`,
    ],
    ["a whole record", record(0, { record: "fact", name: "a", value: "b" }, "ffffffffffffffff")],
    ["Xen's mark, cut off", "(XEN)"],
    ["Xen's mark", "(XEN) "],
    ["a terminal's escapes", "\u001b[2J\u001b[=3h"],
  ])("fails behind %s", (_, before) => {
    expect(verdictOf(inserted(bare, middle, `\r\n${before}${stamped}\r\n`))).toBe(
      "fail: oops, series",
    );
  });

  test("fails without a stamp within a record that it broke, and where stamps are switched off", () => {
    const broken = `\r\n@tb ${nonce} 27 dc639993 {"record":"t${warning}\r\n`;
    expect(verdictOf(inserted(bare, middle, broken))).toBe("fail: oops, series");
    const off = bare.toString("latin1").replaceAll("panic=-1", "panic=-1 printk.time=0");
    const at = off.indexOf("@tb ", off.indexOf('"record":"test"'));
    const text = `${off.slice(0, at)}some text${warning}\r\n${off.slice(at)}`;
    expect(verdictOf(Buffer.from(text, "latin1"))).toBe("fail: oops, series");
  });

  test("is quoted where a record holds it, whole or sent again", () => {
    const body = { record: "fact", name: "a", value: stamped } as const;
    const whole = record(0, body, "ffffffffffffffff");
    expect(verdictOf(inserted(bare, middle, `\r\n${whole}\r\n`))).toBe("pass");
    const cut = whole.slice(0, -2).replace("[    1.900000] ", "");
    const again = `\r\n${cut}\r\n${record(0, { ...body, value: warning }, "ffffffffffffffff")}\r\n`;
    expect(verdictOf(inserted(bare, middle, again))).toBe("pass");
  });

  test("is told once where dmesg shows it again", () => {
    const { console } = readWitness(
      "c",
      inserted(bare, middle, `\r\n${stamped}\r\n${stamped}\r\n`),
      nonce,
    );
    expect(console.faults).toHaveLength(1);
  });

  test("of which only the frame is left fails too", () => {
    const frame = "\r\n[    1.900000] ---[ end trace 0000000000000000 ]---\r\n";
    expect(verdictOf(inserted(bare, middle, frame))).toBe("fail: oops, series");
  });
});

const panic = (why: string): string => `[    1.900500] Kernel panic - not syncing: ${why}\r\n`;

describe("a panic", () => {
  test("of panic_on_warn is the warning", () => {
    const { finding } = judged(
      inserted(bare, middle, `\r\n${stamped}\r\n${panic("panic_on_warn set ...")}`),
    );
    expect([finding?.reason, finding?.line?.text]).toEqual(["oops", stamped]);
  });

  test("that an oops ends in is shown by the oops, from its first line on", () => {
    const oops =
      "\r\n[    1.900000] BUG: kernel NULL pointer dereference, address: 8\r\n[    1.900001] #PF: supervisor read\r\n[    1.900002] Oops: 0000 [#1] SMP\r\n";
    const { finding } = judged(inserted(bare, middle, oops + panic("Fatal exception")));
    expect([finding?.reason, finding?.summary]).toEqual([
      "panic",
      "BUG: kernel NULL pointer dereference, address: 8; then Kernel panic - not syncing: Fatal exception",
    ]);
  });

  test("of a soft lockup is of the kernel's clocks, as the lockup is", () => {
    const lockup =
      "\r\n[    1.900000] watchdog: BUG: soft lockup - CPU#0 stuck for 26s! [tb:75]\r\n";
    const { finding } = judged(inserted(bare, middle, lockup + panic("softlockup: hung tasks")));
    expect([finding?.reason, finding && isAbsence(finding)]).toEqual(["panic", true]);
  });

  test("behind user text is the panic, not a guest that went down in its records", () => {
    const text = `\r\nprobing memory ... ${panic("Attempted to kill init! exitcode=0x00000100")}`;
    expect(verdictOf(inserted(bare, middle, text))).toBe("fail: panic, series");
  });
});

describe("what Xen says", () => {
  const at = dom0.indexOf("@tb ", dom0.indexOf('"record":"test"')) - 1;

  test.each([
    [
      "a warning is the hypervisor's",
      "(XEN) Xen WARN at arch/x86/mm/p2m.c:123",
      "fail: oops, hypervisor",
    ],
    ["UBSAN too", "(XEN) UBSAN: Undefined behaviour in common/tb.c:12:3", "fail: oops, hypervisor"],
    [
      "a line glued to another",
      "[    1.9] cut in two(XEN) Assertion 'x' failed at common/tb.c:12",
      "fail: hypervisor-crash, hypervisor",
    ],
    ["a domain that crashed", "(XEN) Domain 0 (vcpu#0) crashed on cpu#0:", "fail: oops, series"],
    ["a domain's user text is nobody's fault", "(XEN) DOM1: WARNING: apt is old", "pass"],
  ])("%s", (_, line, expected) => {
    expect(verdictOf(inserted(dom0, at, `\r\n${line}\r\n`))).toBe(expected);
  });
});
