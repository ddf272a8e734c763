// What is known of consoles and tests: which entries are usable, and what they change.

import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { consoleFacts } from "../parse/console/console.ts";
import type { Expected } from "../model/described/expected.ts";
import { judge, type Judgement } from "../model/judge/judge.ts";
import { type Known, knownFor, knownSchema } from "../model/described/known.ts";
import { readDescriptions } from "../plan/read/read-descriptions.ts";

const entry = {
  known: "tsc",
  list: "allow",
  console: "tsc\\.c:\\d+",
  reason: "QEMU cannot show it",
  link: "https://lore.example/1",
  expires: "2027-06-01",
};

describe("an entry", () => {
  test("of a console line or of a test is usable", () => {
    expect(knownSchema.safeParse(entry).success).toBe(true);
    const { console: _, ...ofTest } = entry;
    expect(knownSchema.safeParse({ ...ofTest, test: "^tsc$" }).success).toBe(true);
  });

  test.each<[string, object]>([
    ["without a reason", { reason: undefined }],
    ["with a word for a reason", { reason: "broken" }],
    ["without a link", { link: undefined }],
    ["with a link that is none", { link: "see the list" }],
    ["without a last day", { expires: undefined }],
    ["with a last day that is none", { expires: "next year" }],
    ["with a bad regular expression", { console: "tsc(" }],
    ["that matches everything", { console: ".*" }],
    ["that matches every line that is not empty", { console: "." }],
    ["that matches every word", { console: "\\w+" }],
    ["that matches one line or none", { console: "(tsc)?" }],
    ["of a console line and a test", { test: "tsc" }],
    ["of neither", { console: undefined }],
    [
      "that denies a test, which is denied already",
      { list: "deny", console: undefined, test: "tsc" },
    ],
    ["with a key that nobody knows", { except: "tuesdays" }],
  ])("%s is not", (_, change) => {
    expect(knownSchema.safeParse({ ...entry, ...change }).success).toBe(false);
  });

  test("holds for its platforms and heads, or for all", () => {
    const all = knownSchema.parse(entry);
    const one: Known = { ...all, platforms: ["acrn"], heads: ["sid"] };
    expect(knownFor([all, one], "acrn", "sid")).toHaveLength(2);
    expect(knownFor([all, one], "kvm", "sid")).toEqual([all]);
    expect(knownFor([all, one], "acrn", "next")).toEqual([all]);
  });
});

const nonce = "00112233445566aa";
const warning =
  "[    0.000000] WARNING: arch/x86/kernel/tsc.c:709 at determine_cpu_tsc_frequencies+0x1/0x2, CPU#0: swapper/0";

function judged(lines: readonly string[], known: readonly Known[], failing?: string): Judgement {
  const console = consoleFacts("console.log", Buffer.from(lines.join("\n")));
  const bodies = [
    { record: "start", protocol: 1 },
    { record: "test", name: "memory", result: "pass", detail: "" },
    { record: "test", name: failing ?? "fpu", result: failing ? "fail" : "pass", detail: "x" },
    { record: "end", facts: 0, tests: 2 },
  ] as const;
  const records = bodies.map((body, seq) => ({ line: 9, nonce, seq, body }));
  const guest = { console, records: { records, damaged: [] }, nonce, loadLines: new Set<number>() };
  const evidence = { console: [], absent: [], host: [], events: [], facts: {} };
  const expected: Expected = { evidence, facts: {}, kunit: [], hypervisorSpeaks: false, known };
  return judge({ guest, ended: { how: "exited", because: "power-off" } }, expected);
}

function changed(change: Partial<Known>): Known {
  return { ...knownSchema.parse(entry), ...change };
}

describe("the judge", () => {
  test("is not decided by a warning that is allowed, and says by what", () => {
    expect(judged([warning], []).finding?.reason).toBe("oops");
    const { verdict, allowed } = judged([warning], [changed({})]);
    expect(verdict).toBe("pass");
    expect(allowed).toMatchObject([
      { by: "tsc", reason: entry.reason, link: entry.link, text: warning },
    ]);
  });

  test("is decided by another warning beside it", () => {
    const other = "[    0.1] WARNING: kernel/sched/core.c:1 at schedule+0x1/0x2";
    expect(judged([warning, other], [changed({})]).finding?.summary).toContain("sched");
  });

  test("lets no entry bring back a kernel that panicked", () => {
    const panic = "[    0.1] Kernel panic - not syncing: tsc.c:709";
    expect(judged([panic], [changed({})]).finding?.reason).toBe("panic");
  });

  test("is decided by a line that is denied, and names entry, reason and link", () => {
    const deny = changed({ list: "deny", console: "^clocksource: .* unstable" });
    const line = "[    1.5] clocksource: Marking clocksource 'tsc' as unstable";
    const { verdict, finding } = judged(["[    1.0] fine", line], [deny]);
    expect([verdict, finding?.reason, finding?.line?.line]).toEqual(["fail", "denied-line", 2]);
    expect(finding?.summary).toContain(`denied by tsc: ${entry.reason}; ${entry.link}`);
  });

  test("is not decided by a record that quotes a denied line", () => {
    const deny = changed({ list: "deny", console: "unstable" });
    expect(judged(['@tb 00 1 00 {"unstable"}'], [deny]).verdict).toBe("pass");
  });

  test("is not decided by a failing test that is allowed; it is told of", () => {
    const allow = changed({ console: undefined, test: "^timer" });
    expect(judged([], [allow], "timer-rate").allowed?.[0]?.text).toBe("timer-rate: x");
    expect(judged([], [allow], "timer-rate").verdict).toBe("pass");
    expect(judged([], [allow], "fpu").finding?.reason).toBe("test-failed");
  });
});

describe("xen-netfront's warning of a slab page, as Linux 7.2 printed it after a save", () => {
  const { known } = readDescriptions(join(import.meta.dirname, "../.."), new Date("2026-11-21"));
  const seen =
    "include/linux/mm.h:2092 at xennet_disconnect_backend+0x15d/0x3a0, CPU#1: xenwatch/29";
  const on = (platform: string) => knownFor(known.values(), platform, "sid");

  test("is known where guests are moved, and nowhere else", () => {
    const line = `[    8.808186] WARNING: ${seen}`;
    expect(judged([line], on("xen-pv-domu-moved")).allowed?.[0]?.by).toBe("netfront-slab");
    expect(judged([line], on("xen-pvh-domu-moved")).verdict).toBe("pass");
    expect(judged([line], on("xen-pv-domu")).finding?.reason).toBe("oops");
  });

  test("is not known of another driver", () => {
    const line = `[    8.8] WARNING: ${seen.replace("xennet_disconnect", "blkif_recover")}`;
    expect(judged([line], on("xen-pv-domu-moved")).finding?.reason).toBe("oops");
  });
});
