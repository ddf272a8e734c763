// Logs of other tools: what is found in them, and that none of them is a pass.

import { describe, expect, test } from "vitest";
import { ktapOf } from "../parse/console/ktap.ts";
import { readSavedWitness } from "../parse/console/read-witness.ts";
import { judgeLog, type LogJudgement } from "../model/judge/judge-log.ts";
import { logText } from "../report/text/judgement-text.ts";

function judged(text: string): LogJudgement {
  const log = readSavedWitness("saved.log", Buffer.from(text));
  return judgeLog(log, ktapOf(log.console.segments));
}

const panic = "Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)";

/** A log of two kernel lines and a panic, as a tool writes it. */
const messages = ["Linux version 6.1.0", "Run /init as init process", panic];
const stamps = ["0.000000", "1.100000", "12.345678"];

function logOf(line: (message: string, stamp: string, index: number) => string): string {
  return messages.map((message, at) => line(message, stamps[at] ?? "", at)).join("\n");
}

describe("a log without records", () => {
  // prettier-ignore
  test.each<[string, (message: string, stamp: string, index: number) => string]>([
    ["a serial port", (m, s) => `[${s.padStart(12)}] ${m}\r`],
    ["a kernel without stamps", (m) => m],
    ["a kernel that names callers", (m, s) => `[${s.padStart(12)}][    T1] ${m}`],
    ["dmesg -x", (m, s) => `kern  :emerg : [${s.padStart(12)}] ${m}`],
    ["dmesg -r", (m, s) => `<6>[${s.padStart(12)}] ${m}`],
    ["dmesg -T", (m, _, n) => `[Sat Nov 21 10:00:0${n} 2026] ${m}`],
    ["dmesg -H", (m, _, n) => `${n ? `[  +0.00001${n}]` : "[Nov21 10:00]"} ${m}`],
    ["dmesg -d", (m, s) => `[${s.padStart(12)} <    0.000012>] ${m}`],
    ["dmesg --time-format iso", (m) => `2026-11-21T10:00:00,123456+00:00 ${m}`],
    ["dmesg with colours", (m, s) => `\u001b[32m[${s.padStart(12)}] \u001b[0m\u001b[31m${m}\u001b[0m`],
    ["/dev/kmsg, netconsole's extended form", (m, s, n) => `6,${n},${s.replace(".", "")},-;${m}`],
    ["/dev/kmsg with a caller", (m, s, n) => `6,${n},${s.replace(".", "")},-,caller=T1;${m}`],
    ["journalctl -k", (m) => `Nov 21 10:00:00 host kernel: ${m}`],
    ["journalctl -o short-precise", (m) => `Nov 21 10:00:00.123456 host kernel: ${m}`],
    ["journalctl -o short-iso", (m) => `2026-11-21T10:00:00+0000 host kernel: ${m}`],
    ["journalctl -o short-iso-precise", (m) => `2026-11-21T10:00:00.123456+0000 host kernel: ${m}`],
    ["journalctl -o short-full", (m) => `Sat 2026-11-21 10:00:00 UTC host kernel: ${m}`],
    ["journalctl -o short-unix", (m) => `1795255200.123456 host kernel: ${m}`],
    ["journalctl -o short-monotonic", (m, s) => `[${s.padStart(12)}] host kernel: ${m}`],
    ["journalctl -o verbose", (m) => `    MESSAGE=${m}`],
    ["syslog of today", (m, s) => `2026-11-21T10:00:00.123456+00:00 host kernel: [${s.padStart(12)}] ${m}`],
    ["syslog, RFC 3164", (m) => `<4>Nov 21 10:00:00 host kernel: ${m}`],
    ["syslog, RFC 5424", (m, s) => `<4>1 2026-11-21T10:00:00.003Z host kernel - - - [${s.padStart(12)}] ${m}`],
    ["GitHub Actions", (m, s, n) => `${n ? "" : "\ufeff"}2026-11-21T10:00:00.1234567Z [${s.padStart(12)}] ${m}`],
    ["GitHub Actions, of a kernel without stamps", (m) => `2026-11-21T10:00:00.1234567Z ${m}`],
    ["GitLab", (m, s) => `2026-11-21T10:00:00.123456Z 01O [${s.padStart(12)}] ${m}`],
    ["LAVA", (m, s) => `10:00:00.123456  <6>[${s.padStart(12)}] ${m}`],
    ["LAVA, of a kernel without stamps", (m) => `10:00:00.123456  ${m}`],
    ["LAVA's output.yaml", (m, s) => `- {"dt": "2026-11-21T10:00:00.123456", "lvl": "target", "msg": "\\e[31m[${s.padStart(12)}] ${m} \\"\\x\\r\\n"}`],
    ["LAVA with a day", (m, s) => `2026-11-21T10:00:00.123456 [${s.padStart(12)}] ${m}`],
    ["ts", (m, s) => `Nov 21 10:00:00 [${s.padStart(12)}] ${m}`],
    ["minicom", (m, s) => `[2026-11-21 10:00:00] [${s.padStart(12)}] ${m}`],
    ["Jenkins", (m, s) => `[2026-11-21T10:00:00.123Z] [${s.padStart(12)}] ${m}`],
    ["Android", (m, s) => `<6>[${s.padStart(12)},0] ${m}`],
    ["logcat -b kernel", (m) => `11-21 10:00:00.123     0     0 I         : ${m}`],
    ["Xen's dom0less domains", (m, s) => `(XEN) DOM1: [${s.padStart(12)}] ${m}`],
    ["an HVM domain behind Xen", (m, s) => `(d1) [${s.padStart(12)}] ${m}`],
    ["Xen behind a journal", (m, s) => `Nov 21 10:00:00 host (XEN) DOM1: [${s.padStart(12)}] ${m}`],
    ["a CI around a journal", (m, s) => `2026-11-21T10:00:00.1234567Z Nov 21 10:00:00 host kernel: [${s.padStart(12)}] ${m}`],
  ])("of %s shows its panic, and no other fault", (_, line) => {
    const { verdict, findings } = judged(logOf(line));
    expect([verdict, findings.map(({ reason, line: at }) => [reason, at?.line])]).toEqual([
      "fail",
      [["panic", 3]],
    ]);
  });

  test.each<[string, (text: string) => Buffer]>([
    ["UTF-16, little end first, with a mark", (text) => Buffer.from(`\ufeff${text}`, "utf16le")],
    ["UTF-16, little end first", (text) => Buffer.from(text, "utf16le")],
    [
      "UTF-16, big end first, with a mark",
      (text) => Buffer.from(`\ufeff${text}`, "utf16le").swap16(),
    ],
    ["UTF-16, big end first", (text) => Buffer.from(text, "utf16le").swap16()],
    ["UTF-8 with a mark", (text) => Buffer.from(`\ufeff${text}`)],
    ["Latin-1", (text) => Buffer.from(text.replace("Run", "R\u00fcn"), "latin1")],
    ["carriage returns alone", (text) => Buffer.from(text.replaceAll("\n", "\r"))],
    ["CR CR LF", (text) => Buffer.from(text.replaceAll("\n", "\r\r\n"))],
  ])("in %s is read", (_, encoded) => {
    const log = readSavedWitness("saved.log", encoded(logOf((m, s) => `[${s.padStart(12)}] ${m}`)));
    const { findings } = judgeLog(log, ktapOf(log.console.segments));
    expect(findings.map(({ reason, line }) => [reason, line?.line])).toEqual([["panic", 3]]);
  });

  test("that is empty is said to be", () => {
    expect([judged("").empty, judged(" \r\n\n").empty, judged("a").empty]).toEqual([
      true,
      true,
      false,
    ]);
    expect(logText(judged(""))).toBe("inconclusive: the log is empty");
  });

  test("of user text that warns shows no fault where kernel lines have stamps", () => {
    const log =
      "[    0.000000] Linux version 6.1.0\nWARNING: apt does not have a stable CLI interface.\nBUG: none\n";
    expect(judged(log).findings).toEqual([]);
  });

  test("is never a pass, however good it looks", () => {
    const log = "[    0.0] Linux version 6.1.0\nKTAP version 1\n1..1\nok 1 a\nreboot: Power down\n";
    const { verdict, notProved, tests } = judged(log);
    expect([verdict, tests.length]).toEqual(["inconclusive", 1]);
    expect(notProved).toEqual([
      "that this kernel is the one that was built: no build-id was read back",
      "that it ran on the platform it was meant for",
    ]);
    expect(judged("").notProved).toHaveLength(5);
  });

  test("with a failing test names it and its line", () => {
    const { findings } = judged("KTAP version 1\n1..2\nok 1 a\n[    1.5] not ok 2 b\n");
    expect(findings[0]).toMatchObject({ summary: "1 of 2 tests failed: b", line: { line: 4 } });
  });

  test("that crashes within its tests is the crash first, then the tests that are missing", () => {
    const { findings } = judged(`KTAP version 1\n1..2\nok 1 a\n[    1.5] ${panic}\n`);
    expect(findings.map(({ reason }) => reason)).toEqual(["panic", "missing-records"]);
  });
});
