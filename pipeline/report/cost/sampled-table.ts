// Samples as a table, or a sentence that says there are none: TCG wall times are never shown as performance.

import type { RunRecord } from "../../model/record/run-record.ts";
import { type CostVerdict, leastBoots, sampledVerdicts } from "../../model/cost/sampled-verdict.ts";
import { median } from "simple-statistics";
import type { CostComparison } from "./cost-rows.ts";
import { titleOf } from "./exact-tables.ts";
import type { FigureCell, FigureTable } from "./figure-table.ts";
import { grouped, percentOf } from "./numbers.ts";

type Compared = ReturnType<typeof sampledRows>[number];

const tones: Readonly<Record<CostVerdict, "good" | "bad" | "held">> = {
  equivalent: "good",
  improved: "good",
  regressed: "bad",
  inconclusive: "held",
};

/** Timed boots only: a count that did not repeat is not a time. */
export function sampledRows({ pairs, margin }: CostComparison) {
  const timed = pairs.filter(
    ({ series }) => series.class === "sampled" && series.unit === "nanoseconds",
  );
  const verdicts = sampledVerdicts(
    timed.map(({ base, series }) => ({
      id: series.id,
      base: base.values.map((one) => [one]),
      series: series.values.map((one) => [one]),
    })),
    margin,
  );
  return timed.flatMap((pair, at) => {
    const verdict = verdicts[at];
    return verdict ? [{ pair, ...verdict }] : [];
  });
}

export function sampledTable(comparison: CostComparison): FigureTable[] {
  const rows = sampledRows(comparison);
  if (!rows.length) return [];
  const [costs, grounds] = [
    ["base", "series", "delta"],
    ["n", "95 %", "Hodges-Lehmann", "A/A 95 %", "detectable", "p (Holm)"],
  ].map((names) => names.map((name) => ({ name, number: true })));
  const columns = [
    { name: "workload" },
    { name: "platform" },
    ...(costs ?? []),
    { name: "verdict" },
    ...(grounds ?? []),
  ];
  const notes = [
    `Nanoseconds under KVM, medians over interleaved boots. Margin stated beforehand: ${comparison.margin} %. A/A: the base against itself.`,
    `equivalent: the 90 % interval lies inside the margin. regressed, improved: p after Holm is below 5 % and the ratio outside the margin. Fewer than ${leastBoots} boots are inconclusive.`,
  ];
  return [{ title: `Time: ${titleOf(comparison)}`, columns, rows: rows.map(sampledRow), notes }];
}

function sampledRow(row: Compared): FigureCell[] {
  const { base, series } = row.pair;
  return [
    series.workload,
    series.platform,
    { text: grouped(median(base.values) / base.iterations), rows: [base.id] },
    { text: grouped(median(series.values) / series.iterations), rows: [series.id] },
    percentOf(row.ratio),
    { text: row.verdict, rows: [], tone: tones[row.verdict] },
    row.boots.join("+"),
    intervalWords(row.interval95),
    percentOf(row.hodgesLehmann),
    intervalWords(row.noise.interval95),
    percentOf(1 + row.detectable),
    row.pHolm.toFixed(3),
  ];
}

function intervalWords([low, high]: readonly [number, number]): string {
  return `${percentOf(low)} to ${percentOf(high)}`;
}

/** Undefined where there are samples. */
export function onlyExact({ host, metrics = [] }: RunRecord): string | undefined {
  const samples = metrics.some((one) => one.class === "sampled" && one.accelerator === "kvm");
  if (samples) return undefined;
  const why = host.kvm
    ? "no boots were timed"
    : `KVM is not used here: ${host.kvmBecause ?? "it was not tried"}`;
  return `Only exact counts were taken (${why}). Wall time under TCG is the translator's and is not shown.`;
}
