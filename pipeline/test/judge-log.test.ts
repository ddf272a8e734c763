// Logs of other tools: what is found in them, and that none of them is a pass.

import { describe, expect, test } from "vitest";
import { ktapOf } from "../parse/ktap.ts";
import { readSavedWitness } from "../parse/read-witness.ts";
import { judgeLog, type LogJudgement } from "../model/judge-log.ts";

function judged(text: string): LogJudgement {
  const log = readSavedWitness("saved.log", Buffer.from(text));
  return judgeLog(log, ktapOf(log.console.segments));
}

const panic = "Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)";

describe("a log without records", () => {
  test.each([
    ["a serial log", `[    1.0] ${panic}`],
    ["dmesg -x", `kern  :emerg : [    1.000000] ${panic}`],
    ["dmesg -T", `[Sat Nov 21 10:00:00 2026] ${panic}`],
    ["journald", `Nov 21 10:00:00 host kernel: ${panic}`],
    ["syslog of today", `2026-11-21T10:00:00.123456+00:00 host kernel: [    1.0] ${panic}`],
    ["a screen's copy", `\u001b[0;31m[    1.000000] ${panic}\u001b[0m`],
  ])("of %s shows its panic", (_, text) => {
    const { verdict, findings } = judged(`[    0.0] Linux version 6.1.0\n${text}\n`);
    expect([verdict, findings[0]?.reason, findings[0]?.line?.line]).toEqual(["fail", "panic", 2]);
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
