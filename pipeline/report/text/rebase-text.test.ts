// The patch x head matrix on a terminal, its reasons and its warnings.

import { describe, expect, test } from "vitest";
import type { PatchResult } from "../../model/patches/patch-result.ts";
import type { RunRecord, RunSeries } from "../../model/record/run-record.ts";
import { runFixture } from "../../test/run-fixture.ts";
import { earlyWarnings } from "../facts/early-warnings.ts";
import { rebaseText } from "./rebase-text.ts";

const commit = {
  commit: "0123456789abcdef0123456789abcdef01234567",
  subject: "x86/xen: Do it",
  author: "A. Uthor <a@example.org>",
  date: "2026-01-02T03:04:05Z",
};

function patch(name: string, fared: Partial<PatchResult>): PatchResult {
  return { patch: `${name}.patch`, subject: `x86: ${name}`, result: "clean", ...fared };
}

function runOf(
  series: RunSeries[],
  channels: Record<string, "posting" | "warning"> = {},
): RunRecord {
  const heads = Object.entries(channels).map(([name, channel]) => ({ name, channel, pin: name }));
  return runFixture({ cells: [], series, heads });
}

const hunk = (state: "applies" | "landed" | "conflict") => ({
  path: "f",
  header: "@@ -1 +1 @@",
  state,
});

const all: PatchResult[] = [
  patch("clean", {}),
  patch("drifted", { result: "drifted", drift: 12 }),
  patch("alarming", {
    alarms: [{ alarm: "twice", path: "f.c", header: "@@", says: "g() is there twice" }],
  }),
  patch("partly", { result: "partly-upstream", hunks: [hunk("landed"), hunk("applies")] }),
  patch("upstream", {
    result: "upstream",
    evidence: [{ rung: "patch-id", seen: "the same change", weight: "proof", commit }],
  }),
  patch("stuck", {
    result: "conflict",
    hunks: [hunk("conflict")],
    conflicts: ["f @@ -1 +1 @@"],
    causes: [
      {
        path: "f",
        header: "@@ -1 +1 @@",
        side: "newer",
        commits: [{ ...commit, kind: "incidental" }],
      },
    ],
  }),
  patch("waiting", { result: "blocked-by", blockedBy: "stuck.patch" }),
];

describe("the text", () => {
  const text = rebaseText(runOf([{ name: "s", head: "sid", patches: all }]), { colour: false });

  test("has a row for each patch and a word for how it fared", () => {
    const rows = text.split("\n").slice(2, 2 + all.length);
    expect(rows.map((row) => row.replaceAll(/\s+/g, " ").trim())).toEqual([
      "x86: clean clean",
      "x86: drifted drifted 12",
      "x86: alarming clean !",
      "x86: partly partly-upstream 1/2",
      "x86: upstream upstream 0123456789ab",
      "x86: stuck conflict (1 hunk)",
      "x86: waiting blocked",
    ]);
  });

  test("gives the reason of everything that does not simply apply", () => {
    expect(text).toContain("alarming.patch on sid: clean !\n    alarm: f.c: g() is there twice");
    expect(text).toContain(
      'incidental, the head has: 0123456789ab ("x86/xen: Do it") by A. Uthor (f)',
    );
    expect(text).toContain("upstream proof, patch-id: the same change: 0123456789ab");
    expect(text).toContain("waits for stuck.patch");
    expect(text).not.toContain("drifted.patch on");
  });

  test("keeps to 100 columns in the table, however many heads there are", () => {
    const heads = Array.from({ length: 20 }, (_, at) => `head-${at}`);
    const many = rebaseText(
      runOf(heads.map((head) => ({ name: "s", head, patches: [patch("p", {})] }))),
      { colour: false },
    );
    expect(Math.max(...many.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
    for (const head of heads) expect(many).toContain(head);
  });

  test("says why a series was not tried at all", () => {
    const why = "patches/s/series.yaml: unknown key bsae";
    const broken = rebaseText(runOf([{ name: "s", head: "sid", patches: [], why }]), {
      colour: false,
    });
    expect(broken).toContain(`not tried on sid: ${why}`);
  });

  test("says which suites a head's kernel was not asked for", () => {
    const notAsked = ["new: needs kernel >=7.0: it is new"];
    const row = { name: "s", head: "old", patches: [patch("p", {})], notAsked };
    const shown = rebaseText(runOf([row]), { colour: false });
    expect(shown).toContain("KUnit suite not asked for on old: new: needs kernel >=7.0: it is new");
  });
});

describe("an early warning", () => {
  const good = { name: "s", head: "v7.2", patches: [patch("p", {})] };
  const bad = {
    name: "s",
    head: "next",
    patches: [all.find(({ result }) => result === "conflict") ?? patch("p", {})],
  };
  const channels = { "v7.2": "posting", next: "warning" } as const;

  test("names the moving head, the patch and the commit that will break it", () => {
    expect(earlyWarnings(runOf([good, bad], channels))).toEqual([
      's will break when next is pulled, at stuck.patch: 0123456789ab ("x86/xen: Do it")',
    ]);
  });

  test("is none where it is broken already, or where nothing is", () => {
    expect(earlyWarnings(runOf([{ ...bad, head: "v7.2" }, bad], channels))).toEqual([]);
    expect(earlyWarnings(runOf([good, { ...good, head: "next" }], channels))).toEqual([]);
  });
});
