import { expect, test } from "vitest";
import { digestOf } from "../model/digest.ts";
import type { RunRecord } from "../model/record/run-record.ts";
import { runFixture } from "../test/run-fixture.ts";
import { staleEvidence } from "./stale-evidence.ts";

type Series = RunRecord["series"][number];

/** One series on one head; `change` is of its row. */
function record(change: Partial<Series> = {}, pin = {}): RunRecord {
  const run = runFixture();
  const [row] = run.series;
  if (!row) throw new Error("the fixture lost its series");
  const series = [{ ...row, patchset: digestOf("patches"), ...change }];
  return { ...run, series, heads: run.heads.map((head) => Object.assign(head, pin)) };
}

test("a run of the same patches on the same commit holds", () => {
  expect(staleEvidence(record(), record())).toEqual([]);
});

test("one byte of a patch makes it stale", () => {
  const stale = staleEvidence(record({ patchset: digestOf("patches, changed") }), record());
  expect(stale).toHaveLength(1);
  expect(stale[0]).toMatch(/^run 12 is stale: it saw other patches/);
});

test("a digest that neither knows proves nothing", () => {
  const { patchset: _, ...row } = record().series[0] ?? { patchset: "" };
  const unknown = { ...record(), series: [row as Series] };
  expect(staleEvidence(unknown, unknown)[0]).toContain("other patches (patchset none, now none)");
});

test("a head that moved makes it stale, and both places are named", () => {
  const moved = record({}, { commit: "f".repeat(40), pin: "master at ffffffffffff" });
  expect(staleEvidence(moved, record())[0]).toMatch(
    /sid stood at linux-source-7.2 .*, and stands at master at ffffffffffff now/,
  );
});

test("a resolution that changed makes it stale, though patches and head are the same", () => {
  const [first, ...others] = record().series[0]?.patches ?? [];
  if (!first) throw new Error("the fixture lost its patches");
  const patches = [{ ...first, commit: "f".repeat(40) }, ...others];
  expect(staleEvidence(record({ patches }), record())[0]).toContain("came to other commits");
});

test("a run of another series, or on another head, is none of this one", () => {
  expect(staleEvidence(record(), record({ name: "other" }))[0]).toContain(
    "has no hypervisor-sysfs",
  );
  expect(staleEvidence(record(), record({ head: "bookworm-6.12" }))[0]).toContain("on sid");
});
