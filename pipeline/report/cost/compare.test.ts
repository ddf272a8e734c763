import { describe, expect, test } from "vitest";
import { digestOf } from "../../model/digest.ts";
import type { RunCell, RunRecord } from "../../model/record/run-record.ts";
import type { Verdict } from "../../model/judge/verdict.ts";
import { exactMetrics } from "../../test/metrics-fixture.ts";
import { runFixture } from "../../test/run-fixture.ts";
import { compareText } from "../text/compare-text.ts";
import { compareRuns, ofCategories } from "./compare.ts";

/** One cell for each verdict, named by its platform. */
function runWith(number: number, verdicts: Readonly<Record<string, Verdict>>): RunRecord {
  const cells = Object.entries(verdicts).map(([platform, verdict]): RunCell => ({
    series: "hypervisor-sysfs",
    head: "sid",
    flavour: "guest",
    platform,
    realness: "real",
    verdict,
    evidence: {},
    reused: false,
  }));
  return runFixture({ run: number, cells, metrics: exactMetrics() });
}

const before = runWith(11, {
  kept: "pass",
  broke: "pass",
  mended: "fail",
  bad: "fail",
  gone: "pass",
  silent: "pass",
  waited: "skip",
});
const after = runWith(12, {
  kept: "pass",
  broke: "fail",
  mended: "pass",
  bad: "base-broken",
  silent: "infra",
  waited: "fail",
  fresh: "pass",
  worse: "fail",
});

describe("two runs", () => {
  const comparison = compareRuns({ run: before }, { run: after }, {});

  test("have each cell in the category that tells what became of it", () => {
    const found = comparison.cells.map((one) => [
      (one.after ?? one.before)?.platform,
      one.category,
    ]);
    expect(Object.fromEntries(found)).toEqual({
      broke: "regression",
      waited: "newFailure",
      worse: "newFailure",
      mended: "fixed",
      bad: "stillFailing",
      fresh: "appeared",
      gone: "disappeared",
      silent: "disappeared",
    });
    expect(comparison.stillPassing).toBe(1);
  });

  test("are filtered by identity before pairing and by category after it", () => {
    const one = compareRuns({ run: before }, { run: after }, { platform: ["broke"] });
    expect(one.cells.map(({ category }) => category)).toEqual(["regression"]);
    const shown = ofCategories(comparison, ["newFailure"]).cells;
    expect(shown.map((cell) => cell.after?.platform)).toEqual(["waited", "worse"]);
  });

  test("with equal counts say so, and with one that moved show it with what changed between", () => {
    expect(comparison.counts.changed).toEqual([]);
    expect(comparison.counts.equal).toBe(exactMetrics().length);
    const moved = {
      ...after,
      metrics: exactMetrics(1),
      heads: after.heads.map((head) => ({ ...head, commit: "c".repeat(40) })),
    };
    const text = compareText(compareRuns({ run: before }, { run: moved }, {}));
    expect(text).toContain("sid: 4a1c6d1b2f7d..cccccccccccc");
    expect(text).toMatch(
      /lat_syscall\/getppid +bare-q35 +base +sid +213,000 +214,000 +\+1,000 +\+0\.47 %/u,
    );
  });

  test("counted by two QEMUs are not compared, and the QEMUs are named", () => {
    const metrics = exactMetrics(5);
    for (const { under } of metrics) if (under) under.qemu = digestOf("other");
    const other = { ...after, metrics, host: { ...after.host, qemuDigest: digestOf("other") } };
    const { counts, between } = compareRuns({ run: before }, { run: other }, {});
    expect(counts.changed).toEqual([]);
    expect(counts.incomparable.length).toBeGreaterThan(50);
    expect(between.join("\n")).toMatch(/^QEMU: 7\.2\.22 [0-9a-f]{12} to 7\.2\.22 [0-9a-f]{12}$/mu);
  });

  test("that are one differ in nothing", () => {
    const same = compareRuns({ run: before }, { run: before }, {});
    expect(same.between).toEqual([]);
    expect(same.cells.every(({ category }) => category === "stillFailing")).toBe(true);
    expect(compareText(same)).toContain("no recorded input changed");
  });
});

test("two heads of one run are paired by all but the head", () => {
  const run = runFixture();
  const { cells, between } = compareRuns({ run, head: "bookworm-6.12" }, { run, head: "sid" }, {});
  expect(
    cells.map(({ category, after: cell }) => `${category} ${cell?.series} ${cell?.platform}`),
  ).toContain("newFailure hypervisor-sysfs xen-pv-dom0");
  expect(between).toEqual(["bookworm-6.12 to sid: 8b2d7e2c308e..4a1c6d1b2f7d (6.12.57 to 7.2.13)"]);
});
