import { describe, expect, test } from "vitest";
import type { Metric } from "../../model/cost/metric.ts";
import { runRecordSchema, type RunRecord } from "../../model/record/run-record.ts";
import { hostileTexts } from "../../test/hostile-texts.ts";
import { exactMetrics, hotFunctions, sampledMetrics } from "../../test/metrics-fixture.ts";
import { runFixture } from "../../test/run-fixture.ts";
import type { FigureTable } from "./figure-table.ts";
import { rowIds, textOfCell } from "./figure-table.ts";
import { performanceView } from "../html/performance.ts";
import { performanceMarkdown } from "../markdown/performance.ts";
import { grouped, percentOf, signed } from "./numbers.ts";
import { performanceText } from "../text/performance-text.ts";
import { limits, performanceOf } from "./performance.ts";

const run = runFixture({ metrics: exactMetrics(), hot: hotFunctions() });
const timed = runFixture({ metrics: [...exactMetrics(), ...sampledMetrics("kvm")] });

/** The row whose first cells these are, by the names of the columns. */
function row(of: RunRecord, title: string, ...start: string[]): Record<string, string> {
  const table = tableOf(of, title);
  const cells = table.rows.find((one) =>
    start.every((text, at) => textOfCell(one[at] ?? "") === text),
  );
  if (!cells) throw new Error(`no row ${start.join(" ")} in ${title}`);
  return Object.fromEntries(
    table.columns.map(({ name }, at) => [name, textOfCell(cells[at] ?? "")]),
  );
}

function tableOf(of: RunRecord, title: string): FigureTable {
  const table = performanceOf(of)?.tables.find((one) => one.title.startsWith(title));
  if (!table) throw new Error(`no table ${title}`);
  return table;
}

function changed(change: (metric: Metric) => Partial<Metric>): RunRecord {
  return runFixture({ metrics: exactMetrics().map((one) => Object.assign(one, change(one))) });
}

test("the fixture is a run by the schema", () => {
  expect(() => runRecordSchema.parse(timed)).not.toThrow();
});

describe("numbers", () => {
  test("are the same everywhere: thousands apart, ASCII only", () => {
    expect([999, 1000, -1_958_330_813, 1234.5].map(grouped)).toEqual([
      "999",
      "1,000",
      "-1,958,330,813",
      "1,234.5",
    ]);
    expect([3, 0, -3].map(signed)).toEqual(["+3", "0", "-3"]);
  });

  test("of a per cent are never rounded to no change", () => {
    expect(percentOf(1)).toBe("0 %");
    expect(percentOf(1.0162)).toBe("+1.62 %");
    expect(percentOf(1 + 1 / 91_480_112)).toBe("+0.0000011 %");
  });
});

describe("exact counts", () => {
  test("show one instruction more in one system call", () => {
    const read = row(run, "Instructions", "lat_syscall/read", "bare-q35");
    expect(read).toMatchObject({ delta: "+1,000", "per call": "+1", verdict: "more", n: "2" });
    expect(row(run, "Instructions", "lat_syscall/getppid")["verdict"]).toBe("equal");
    expect(row(run, "Instructions", "lat_pagefault/anon")["verdict"]).toBe("less");
  });

  test("are split in three costs: paravirt, the series, the hypervisor", () => {
    expect(row(run, "Three costs", "lat_mmap/64k")).toEqual({
      workload: "lat_mmap/64k",
      native: "7,733,010",
      "paravirt on native": "+388,000 (+5.02 %)",
      "the series on native": "+9,000 (+0.11 %)",
      "under xen-pv-dom0": "+5,040,606 (+62.00 %)",
      "under xen-pv-domu": "+4,715,406 (+58.00 %)",
    });
  });

  test("without a kernel that has no PARAVIRT say so, and do not guess", () => {
    const metrics = exactMetrics().filter(({ flavour }) => flavour !== "guest-native");
    const read = row(runFixture({ metrics }), "Three costs", "lat_syscall/read");
    expect(read["native"]).toBe("not counted");
    expect(read["paravirt on native"]).toBe("not counted");
  });

  test("of bare hardware alone are no three costs", () => {
    const metrics = exactMetrics().filter(
      ({ flavour, platform }) => flavour !== "guest-native" && /^bare|none/.test(platform),
    );
    const text = performanceText(runFixture({ metrics }));
    expect(text).toContain("lat_syscall/read");
    expect(text).not.toContain("Three costs");
  });

  test("say of each patch what it added", () => {
    expect(row(run, "Ledger", "2 xen-sysfs-use-generic-type.patch")).toEqual({
      patch: "2 xen-sysfs-use-generic-type.patch",
      workloads: "+10,000",
      "costliest per call": "lat_mmap/64k +9",
      "text bytes": "+128",
      boot: "+7,752",
    });
  });

  test("make no ledger where a patch was not counted by itself", () => {
    const metrics = exactMetrics().filter(({ patches }) => patches !== 2);
    const titles = performanceOf(runFixture({ metrics }))?.tables.map(({ title }) => title) ?? [];
    expect(titles.some((title) => title.startsWith("Ledger"))).toBe(false);
  });

  test("say in which function the difference was executed", () => {
    const where = tableOf(run, "Where");
    expect(
      where.rows.map((cells) => [textOfCell(cells[0] ?? ""), textOfCell(cells[5] ?? "")]),
    ).toEqual([
      ["kobject_uevent_env", "+340,000"],
      ["hypervisor_type_show", "+12,000"],
    ]);
  });

  test("of two QEMUs are not compared", () => {
    const other = changed(({ series, under }) =>
      under && series !== "base" ? { under: { ...under, cpu: "max" } } : {},
    );
    expect(row(other, "Instructions", "lat_syscall/read")["verdict"]).toBe("not comparable");
  });

  test("that differed when they were taken again are listed, and compared with nothing", () => {
    const other = changed(({ workload, values }) =>
      workload === "futex/wake"
        ? { class: "sampled", demoted: "318222 and 318230", values: [...values, 318_230] }
        : {},
    );
    expect(() => row(other, "Instructions", "futex/wake")).toThrow("no row");
    expect(row(other, "Not exact here", "futex/wake")["why"]).toBe("318222 and 318230");
  });
});

describe("samples", () => {
  test("under KVM have a verdict, an interval, a noise floor and the least change they would show", () => {
    expect(row(timed, "Time", "lat_syscall/getppid")).toMatchObject({
      verdict: "equivalent",
      n: "12+12",
    });
    expect(row(timed, "Time", "lat_mmap/64k")).toMatchObject({ verdict: "regressed" });
    expect(row(timed, "Time", "lat_mmap/64k")["A/A 95 %"]).toMatch(/ to /u);
    expect(performanceText(timed)).not.toContain("Only exact counts were taken");
  });

  test("are judged by the margin that the series stated", () => {
    const wide = { ...timed, series: timed.series.map((one) => ({ ...one, margin: 5 })) };
    expect(row(wide, "Time", "lat_mmap/64k")["verdict"]).toBe("equivalent");
  });

  test("under TCG are shown nowhere, and the reader is told that only exact counts were taken", () => {
    const metrics = [...exactMetrics(), ...sampledMetrics("tcg")];
    const emulated = runFixture({ metrics });
    const [mean = 0] = sampledMetrics("tcg")[0]?.values ?? [];
    for (const text of [
      performanceText(emulated),
      performanceMarkdown(emulated),
      performanceView(emulated).toString(),
    ]) {
      expect(text).toContain("Only exact counts were taken");
      expect(text).not.toContain("Nanoseconds");
      expect(text).not.toContain(grouped(mean));
      expect(text).not.toContain(grouped(mean / 1000));
      expect(text).not.toContain("equivalent");
    }
  });
});

describe("every document", () => {
  const documents = [performanceMarkdown(timed), performanceView(timed).toString()];

  test("names the row of every figure", () => {
    const ids = (performanceOf(timed)?.tables ?? []).flatMap(({ rows }) => rows.flatMap(rowIds));
    expect(ids.length).toBeGreaterThan(100);
    const known = new Set(timed.metrics?.map(({ id }) => id));
    for (const id of ids) {
      expect(known).toContain(id);
      for (const text of documents) expect(text).toContain(id);
    }
  });

  test("has the limits of the method beside every table of counts", () => {
    const counts = (performanceOf(timed)?.tables ?? []).filter(
      ({ title }) => !/^(?:Time|Bytes)/u.test(title),
    );
    for (const { notes } of counts) expect(notes).toContain(limits);
  });

  test("is silent where nothing was measured", () => {
    const none = runFixture();
    expect([
      performanceText(none),
      performanceMarkdown(none),
      performanceView(none).toString(),
    ]).toEqual(["", "", ""]);
  });

  test("shows hostile names as text", () => {
    const hostile = hostileTexts.map(([, workload]) => changed(() => ({ workload })));
    for (const one of hostile) {
      expect(performanceView(one).toString()).not.toMatch(/<(?:script|img|iframe|h1)/iu);
      expect(performanceText(one)).not.toContain("\u001B");
    }
  });

  test("of Markdown keeps its budget and says what it left out", () => {
    const short = performanceMarkdown(timed, 6000);
    expect(Buffer.byteLength(short)).toBeLessThanOrEqual(6000);
    expect(short).toContain("Left out");
  });
});

describe("the page", () => {
  const page = performanceView(timed).toString();

  test("draws costs and ratios, each with words for who cannot see them", () => {
    const labels = [...page.matchAll(/<figure class="chart" role="img" aria-label="([^"]+)">/gu)];
    expect(labels.map(([, words]) => words?.split(/[:;]/u)[0])).toHaveLength(3);
    expect(page.match(/<svg/gu)).toHaveLength(3);
  });

  test("has no colour of a chart's text or axis that only one of light and dark can show", () => {
    const texts = [...page.matchAll(/<text[^>]* fill="([^"]+)"/gu)].map(([, fill]) => fill);
    expect(texts.length).toBeGreaterThan(20);
    expect(texts.every((fill) => fill?.startsWith("var(--"))).toBe(true);
  });
});
