// Parts of a run that several machines made.

import { expect, test } from "vitest";
import { runFixture } from "../test/run-fixture.ts";
import { mergedRun } from "./merged-run.ts";
import type { RunRecord } from "../model/run-record.ts";

const named = { run: 40, startedAt: "2026-11-21T02:17:00.000Z", durationMs: 1000 };
const whole = runFixture();

/** What a machine that was given one head would say. */
function partOf(head: string): RunRecord {
  return {
    ...whole,
    heads: whole.heads.filter(({ name }) => name === head),
    series: whole.series.filter((one) => one.head === head),
    kernels: whole.kernels.filter((one) => one.head === head),
    cells: whole.cells.filter((one) => one.head === head),
  };
}

test("the parts of a run are the run", () => {
  const merged = mergedRun(
    whole.heads.map(({ name }) => partOf(name)),
    named,
  );
  expect(merged.cells).toHaveLength(whole.cells.length);
  expect(merged.heads).toEqual(whole.heads);
  expect(merged.kernels).toEqual(whole.kernels);
  expect(merged.hypervisors).toEqual(whole.hypervisors);
  expect(merged.run).toBe(40);
});

test("what a part booted itself was booted in this run; what it reused, in the old one", () => {
  const { cells } = mergedRun([whole], named);
  expect(new Set(cells.map(({ bootedIn }) => bootedIn))).toEqual(new Set([40, 11, undefined]));
});

const [first] = whole.heads;

test.each<[string, RunRecord, string]>([
  ["the same cell twice", whole, "two parts have the cell"],
  [
    "a head that moved in between",
    { ...whole, cells: [], heads: first ? [{ ...first, pin: "elsewhere" }] : [] },
    "moved between the parts",
  ],
  [
    "another QEMU",
    { ...whole, cells: [], host: { ...whole.host, qemuDigest: "0".repeat(64) } },
    "another QEMU",
  ],
])("%s is no part of the same run", (_, other, words) => {
  expect(() => mergedRun([whole, other], named)).toThrow(words);
});
