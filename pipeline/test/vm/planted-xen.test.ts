import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunCell, RunRecord } from "../../model/record/run-record.ts";
import { rowOf } from "../../model/described/hypervisor-of.ts";
import { copyCheckout } from "../checkout-copy.ts";
import { faultyXens, plantFaultyXens, plantXenHalf } from "../planted-xen.ts";
import { reported, twinboot } from "./cli-rig.ts";

describe("a Xen with a planted fault", { tags: ["vm", "nightly"] }, () => {
  let folder: string;
  let record: RunRecord;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "twinboot-xens-"));
    await copyCheckout(folder);
    await plantFaultyXens(folder);
    await plantXenHalf(folder, "hypervisor-sysfs");
    const series = "hypervisor-sysfs,xen-half";
    const args = ["--head", "sid", "--series", series, "--flavour", "guest"];
    const rows = ["--platform", "xen-pv-dom0,xen-pv-domu,xen-pvh-domu"];
    const under = ["--hypervisor", ["xen", ...faultyXens, "xen-half"].join(",")];
    record = await reported(
      await twinboot(["run", ...args, ...rows, ...under], {}, folder),
      folder,
    );
  }, 3_600_000);
  afterAll(() => rm(folder, { recursive: true }));

  const seenUnder = (hypervisor: string) => wordsOf(record, hypervisor);

  it("blames no one where nothing is wrong: the same rows pass under the Xen that it was made of", () => {
    const all = smokeRows.map((name) => [name, both("pass")]);
    expect(seenUnder("xen")).toEqual(Object.fromEntries(all));
  });

  it("is blamed for its own BUG() at the creation of a domain, and all guests are blocked", () => {
    expect(seenUnder("xen-bug")).toEqual({
      "xen-pv-dom0": both("pass"),
      "xen-pv-domu": both("blocked: not-reached, hypervisor"),
      "xen-pvh-domu": both("blocked: not-reached, hypervisor"),
    });
  });

  it("is blamed for a wrong leaf of CPUID, by its dom0, whose guests are blocked", () => {
    const blocked = both("blocked: host-failed, hypervisor");
    expect(seenUnder("xen-leaf")).toEqual({
      "xen-pv-dom0": ["fail: no-start, hypervisor", "base-broken: no-start, hypervisor"],
      "xen-pv-domu": blocked,
      "xen-pvh-domu": blocked,
    });
  });

  it("is blamed for an event that it lost, which leaves a guest silent", () => {
    const [dom0, ...guests] = smokeRows.map((name) => seenUnder("xen-event")[name]);
    expect(dom0).toEqual(both("pass"));
    for (const [base, series] of guests as Seen[]) {
      expect(base).toMatch(/^fail: (?:hang|no-start|silence), hypervisor$/);
      expect(series).toMatch(/^base-broken: (?:hang|no-start|silence), hypervisor$/);
    }
  });

  it("built with a series of its own boots both kernels: all four combinations are in one run", () => {
    const all = smokeRows.map((name) => [name, both("pass")]);
    expect(seenUnder("xen-half")).toEqual(Object.fromEntries(all));
    const told = record.hypervisors.find(({ name }) => name === "xen-half");
    expect(told).toMatchObject({ series: "xen-half" });
    const rebased = record.series.find(({ name }) => name === "xen-half");
    expect(rebased).toMatchObject({ head: "xen", patches: [{ result: "drifted" }] });
  });

  it("never blames the series", () => {
    const faults = record.cells.map(({ finding }) => finding?.fault);
    expect(faults).not.toContain("series");
    expect(faults).not.toContain("head");
  });
});

const smokeRows = ["xen-pv-dom0", "xen-pv-domu", "xen-pvh-domu"] as const;

/** Verdict, reason, whose fault: of the unpatched kernel and of the one with the series. */
type Seen = [base: string, series: string];

function both(words: string): Seen {
  return [words, words];
}

/** By the platform's name without the hypervisor's. */
function wordsOf({ cells }: RunRecord, hypervisor: string): Record<string, Seen> {
  const own = cells.filter((cell) => cell.hypervisor === hypervisor);
  const rows = smokeRows.map((name): [string, Seen] => {
    const [base, patched] = ["base", "hypervisor-sysfs"].map((series) =>
      own.find((cell) => cell.series === series && rowOf(cell.platform, hypervisor) === name),
    );
    return [name, [inWords(base), inWords(patched)]];
  });
  return Object.fromEntries(rows);
}

function inWords(cell: RunCell | undefined): string {
  if (!cell) return "not there";
  const { verdict, finding } = cell;
  return finding ? `${verdict}: ${finding.reason}, ${finding.fault}` : verdict;
}
