// Every console of the corpus against the judge. What once fooled it belongs here, as a console.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Platform } from "../model/described/platform.ts";
import { judge } from "../model/judge/judge.ts";
import {
  buildId,
  caseOf,
  consoleFolder,
  corpus,
  inShort,
  judgementOf,
  nonce,
  unusedLogs,
  verdictOf,
  witnessOf,
} from "./corpus-rig.ts";
import { growth, linear } from "./growth.ts";

const logs = readdirSync(consoleFolder).filter((name) => name.endsWith(".log"));
const nothing: Platform["evidence"] = { console: [], absent: [], host: [], events: [], facts: {} };

const cases = corpus();

describe("the judge on the corpus", () => {
  test.each(cases)("$name: $expect", (one) => {
    expect(verdictOf(one)).toBe(one.expect);
  });

  test("every recorded console is judged by some case", () => {
    expect(unusedLogs(logs)).toEqual([]);
  });

  test("the corpus has every reason a boot can fail for", () => {
    const reasons = new Set(cases.map((one) => /: ([\w-]+),/.exec(one.expect)?.[1]));
    const known = `hypervisor-crash host-failed guest-not-created not-reached panic oops tainted reset no-start hang silence died
      damaged-records missing-records wrong-kernel wrong-platform test-failed unexpected-fact missing-proof`;
    expect(known.split(/\s+/).filter((reason) => !reasons.has(reason))).toEqual([]);
  });

  test("a finding names the console, the line and the words that decided", () => {
    const { finding } = judgementOf(caseOf("xen-pv-domu-panic"));
    const text = "[    1.731337] Kernel panic - not syncing: sysrq triggered crash";
    expect(finding?.line).toEqual({ in: "xen-pv-domu-panic-domu.log", line: 265, text });
    expect(finding?.detail?.[2]).toContain("Call Trace:");
  });

  test("a failed test is named with what it said", () => {
    const { finding, tests } = judgementOf(caseOf("bare-q35-failtest"));
    expect(finding?.summary).toMatch(/^1 of \d+ tests failed: \w+$/);
    expect(tests.filter(({ result }) => result === "fail")).toHaveLength(1);
  });

  test("a verdict is the same however often it is derived", () => {
    for (const one of cases) expect(verdictOf(one)).toEqual(verdictOf(one));
  });
});

describe("a good console, cut anywhere,", () => {
  const good = readFileSync(join(consoleFolder, "made-good.log"));
  const expected = {
    buildId,
    evidence: nothing,
    facts: {},
    kunit: [],
    hypervisorSpeaks: false,
    known: [],
  };
  const ended = { how: "exited", because: "power-off" } as const;

  test("passes only where its last record came whole", () => {
    const whole = good.indexOf('"tests":7}') + '"tests":7}'.length;
    for (let at = 0; at < good.length; at += 7) {
      const guest = witnessOf("console.log", good.subarray(0, at), nonce);
      const { verdict } = judge({ guest, ended }, expected);
      expect([at, verdict === "pass"]).toEqual([at, at >= whole]);
    }
  });

  test("never passes with one byte of one record changed", () => {
    const first = good.indexOf("@tb ");
    const last = good.indexOf('"tests":7}');
    for (let at = first; at < last; at += 5) {
      const changed = Buffer.from(good);
      changed[at] = (changed[at] ?? 0) ^ 0x02;
      const guest = witnessOf("console.log", changed, nonce);
      const { verdict } = judge({ guest, ended }, expected);
      const inLineEnd = /[\r\n]/.test(String.fromCharCode(good[at] ?? 0));
      if (!inLineEnd) expect([at, verdict]).not.toEqual([at, "pass"]);
    }
  });
});

describe("a hostile console", () => {
  const ended = { how: "killed", because: "cap" } as const;
  const expected = {
    buildId,
    evidence: nothing,
    facts: {},
    kunit: [],
    hypervisorSpeaks: false,
    known: [],
  };

  function verdictOn(text: string): string {
    const guest = witnessOf("console.log", Buffer.from(text), nonce);
    return inShort(judge({ guest, ended }, expected));
  }

  test("of a bare guest cannot speak for a hypervisor; that of Xen's dom0 can", () => {
    const text = "(XEN) Panic on CPU 0:\n";
    expect(verdictOn(text)).toBe("fail: no-start, series");
    const guest = witnessOf("console.log", Buffer.from(text), nonce);
    const speaking = judge({ guest, ended }, { ...expected, hypervisorSpeaks: true });
    expect(inShort(speaking)).toBe("fail: hypervisor-crash, hypervisor");
  });

  test.each([
    ["one line of brackets", (size: number) => "[".repeat(size)],
    ["one line of numbers", (size: number) => `[${" 1".repeat(size / 2)}`],
    ["one record of braces", (size: number) => `@tb ${nonce} 0 00000000 {${"}".repeat(size)}\n`],
  ])("that is %s costs no more than its length", (_, text) => {
    const judged = (size: number) => expect(verdictOn(text(size))).toBe("fail: no-start, series");
    expect(growth(judged, 2 ** 20)).toBeLessThan(linear);
  });
});
