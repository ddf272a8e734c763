// Several boots of one cell: which of them decides.

import { describe, expect, test } from "vitest";
import { settled } from "./attempts.ts";
import { type FindingReason, kernelFault } from "./finding.ts";
import type { Judgement } from "./judge.ts";
import { type Outcome, pass } from "./outcome.ts";

/** `pass`, `error`, or a finding's reason. */
function booted(word: string): Outcome<Judgement> {
  if (word === "error") return { status: "error", message: "disk full", hint: "df -h" };
  const seen = { cleanEnd: true, facts: {}, tests: [] };
  if (word === "pass") return pass({ ...seen, verdict: "pass" });
  const finding = { reason: word as FindingReason, fault: kernelFault, summary: word };
  return pass({ ...seen, verdict: "fail", finding });
}

// prettier-ignore
const cases: readonly (readonly [string, string, number, boolean])[] = [
  ["one boot speaks for itself", "pass", 0, false],
  ["one that fails and was not tried again", "hang", 0, false],
  ["three of three: the first of them", "panic panic panic", 0, false],
  ["three of three: the finding most often seen", "hang panic panic", 1, false],
  ["two of three still fail", "hang pass hang", 0, false],
  ["two of three that differ: what was said goes before what was not", "hang pass panic", 2, false],
  ["one of three that only hung passes, and is unstable", "hang pass pass", 1, true],
  ["so does one that lost records", "missing-records pass pass", 1, true],
  ["and one whose host never came to it", "not-reached pass pass", 1, true],
  ["one of three that panicked fails: a race is a bug", "panic pass pass", 0, false],
  ["one of three with a failed test fails", "test-failed pass pass", 0, false],
  ["one of three with a skipped test fails", "test-skipped pass pass", 0, false],
  ["one of three as another kernel fails", "wrong-kernel pass pass", 0, false],
  ["a boot that the machine could not do outvotes nobody", "hang pass error", 0, false],
  ["of five, one panic decides against three passes", "hang panic pass pass pass", 1, false],
];

describe("of several boots", () => {
  test.each(cases)("%s", (_, words, speaks, unstable) => {
    expect(settled(words.split(" ").map(booted))).toMatchObject({ speaks, unstable });
  });

  test.each([
    ["hang hang hang", true],
    ["hang hang panic", false],
    ["hang pass hang", false],
    ["hang hang error", false],
    ["hang", false],
  ])("%s is always the same: %s", (words, always) => {
    expect(settled(words.split(" ").map(booted)).always).toBe(always);
  });

  test.each([
    ["rcu: INFO: rcu_sched detected stalls on CPUs/tasks:", true],
    ["watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [init:1]", true],
    ["Kernel panic - not syncing: IO-APIC + timer doesn't work!", true],
    ["BUG: kernel NULL pointer dereference, address: 000000000000002c", false],
  ])("once in three boots %s is a matter of time: %s", (text, unstable) => {
    const line = { in: "console.log", line: 7, text };
    const finding = { reason: "oops", fault: kernelFault, summary: text, line } as const;
    const seen = { verdict: "fail", cleanEnd: true, facts: {}, tests: [], finding } as const;
    const boots = [pass(seen), booted("pass"), booted("pass")];
    expect(settled(boots).unstable).toBe(unstable);
    expect(settled([pass(seen), pass(seen), pass(seen)]).unstable).toBe(false);
  });

  test("a host that went silent is an absence, one that panicked said so", () => {
    const line = { in: "host.log", line: 7, text: "Kernel panic" };
    const host = { reason: "host-failed", fault: kernelFault, summary: "the host" } as const;
    const seen = { verdict: "fail", cleanEnd: true, facts: {}, tests: [] } as const;
    const passes = [booted("pass"), booted("pass")];
    expect(settled([pass({ ...seen, finding: host }), ...passes]).unstable).toBe(true);
    expect(settled([pass({ ...seen, finding: { ...host, line } }), ...passes]).unstable).toBe(
      false,
    );
  });
});
