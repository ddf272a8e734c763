// Saved consoles with a guest's records: whose they are, what they prove, and where they were cut.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { GuestRecord } from "../model/boot/guest-record.ts";
import { judgeSaved, type SavedJudgement } from "../model/judge/judge-saved.ts";
import { readSavedWitness } from "../parse/console/read-witness.ts";
import { savedText } from "../report/text/judgement-text.ts";
import { consoleFolder, nonce } from "./corpus-rig.ts";
import { record } from "./record-line.ts";

const good = readFileSync(join(consoleFolder, "bare-q35-good.log"), "latin1");
const evidence = { console: [], absent: [], host: [], events: [], facts: {} };
const expected = { evidence, facts: {}, kunit: [], hypervisorSpeaks: true, known: [] };

function judged(text: string, platform?: string): SavedJudgement {
  return judgeSaved(readSavedWitness("saved.log", Buffer.from(text, "latin1")), expected, platform);
}

/** Of a guest that says these things and comes to its end. */
function consoleOf(bodies: readonly GuestRecord[], own = nonce): string {
  const count = (kind: string): number => bodies.filter((one) => one.record === kind).length;
  const end = { record: "end", facts: count("fact"), tests: count("test") } as const;
  const all: GuestRecord[] = [{ record: "start", protocol: 1 }, ...bodies, end];
  return all.map((body, seq) => record(seq, body, own)).join("\n");
}

const banner = `[    0.000000] Linux version 7.2.13\n[    0.000000] Command line: quiet tb.nonce=${nonce} panic=-1\n`;
const tested = (name: string, result: "pass" | "skip" | "fail") =>
  ({ record: "test", name, result, detail: "" }) as const;
const buildId = { record: "fact", name: "kernel.buildId", value: "01d5" } as const;

describe("a saved console", () => {
  test("passes where it says which kernel file it is, and is held against a platform", () => {
    const { verdict, notProved } = judged(good, "bare-q35");
    expect([verdict, notProved]).toEqual(["pass", []]);
    expect(savedText(judged(good, "bare-q35"))).toMatch(
      /^pass: 7\.2\.13\+ \(build-id 01d5[0-9a-f]+\), \d+ of \d+ tests passed/,
    );
  });

  test("is inconclusive without a platform, and says so", () => {
    const text = savedText(judged(good));
    expect(text).toMatch(/^inconclusive: /);
    expect(text).toContain("not proved by this log:\n  that it ran on the platform");
  });

  test("is inconclusive without a build-id, and where half of its tests were skipped", () => {
    const half = [tested("a", "pass"), tested("b", "skip")];
    expect(judged(banner + consoleOf(half), "bare-q35").notProved).toEqual([
      "which kernel file it is: the guest read back no build-id",
      "what 1 of 2 tests would show: they were skipped: b",
    ]);
    const most = [buildId, tested("a", "pass"), tested("b", "pass"), tested("c", "skip")];
    expect(judged(banner + consoleOf(most), "bare-q35").verdict).toBe("pass");
  });

  test("still fails by a finding, whatever else it does not prove", () => {
    expect(judged(banner + consoleOf([tested("a", "fail")])).verdict).toBe("fail");
  });
});

describe("the guest of a saved console", () => {
  const foreign = consoleOf([tested("a", "pass")], "0123456789abcdef");
  const own = consoleOf([tested("a", "fail")]);

  test("is the one whose nonce the kernel's command line names, whoever speaks first", () => {
    expect(judged(`${banner}${foreign}\n${own}`).finding?.reason).toBe("test-failed");
    expect(judged(`${banner}${own}\n${foreign}`).finding?.reason).toBe("test-failed");
  });

  test("is the first that speaks where no command line does", () => {
    expect(judged(`${foreign}\n${own}`).verdict).toBe("inconclusive");
  });

  test("is not the one that user text names", () => {
    const text = `Command line: tb.nonce=0123456789abcdef\n`;
    expect(
      judged(`[    0.000000] Linux version 7\n${text}${own}\n${foreign}`).finding?.reason,
    ).toBe("test-failed");
  });

  test("said nothing where only others have records", () => {
    expect(judged(banner + foreign)).toMatchObject({
      verdict: "infra",
      finding: { reason: "missing-records", fault: "infrastructure" },
    });
  });
});

test("a log that was cut says nothing of the guest's end", () => {
  const first = good.indexOf("@tb ");
  const last = good.lastIndexOf("@tb ");
  for (let at = first + 40; at < last; at += 97) {
    const { verdict, finding } = judged(good.slice(0, at));
    expect([at, verdict, finding?.reason]).toEqual([at, "infra", "missing-records"]);
  }
});
