// The rows of `metrics` in pairs: what the same workload cost without and with the series, on the same platform.

import type { Metric } from "../../model/cost/metric.ts";
import type { RunRecord } from "../../model/record/run-record.ts";
import { defaultMargin } from "../../model/described/series.ts";

/** The flavour without PARAVIRT: what paravirt itself costs is measured against it. */
export const nativeFlavour = "guest-native";

export type CostPair = { readonly base: Metric; readonly series: Metric };

/** A series on a head, with all that was measured of both. */
export type CostComparison = {
  readonly head: string;
  readonly series: string;
  /** Per cent. */
  readonly margin: number;
  readonly pairs: readonly CostPair[];
};

/** Times measured under TCG are not shown in any table. */
export function shownMetrics({ metrics = [] }: RunRecord): Metric[] {
  return metrics.filter((one) => one.unit !== "nanoseconds" || one.accelerator === "kvm");
}

/** Whole series against their head; those of which only some patches were applied are the ledger's. */
export function costComparisons(run: RunRecord): CostComparison[] {
  const whole = shownMetrics(run).filter(({ patches }) => patches === undefined);
  const bases = new Map(
    whole.filter(({ series }) => series === "base").map((one) => [subjectOf(one), one]),
  );
  const measured = whole.filter(({ series }) => series !== "base");
  const groups = Map.groupBy(measured, ({ head, series }) => `${head} ${series}`);
  return [...groups.values()].flatMap((rows) => {
    const [first] = rows;
    if (!first) return [];
    const pairs = rows.flatMap((series) => {
      const base = bases.get(subjectOf(series));
      return base && base.class === series.class ? [{ base, series }] : [];
    });
    const { head, series } = first;
    return [{ head, series, margin: marginOf(run, series), pairs }];
  });
}

function marginOf({ series }: RunRecord, name: string): number {
  return series.find((one) => one.name === name)?.margin ?? defaultMargin;
}

/** All but the series. */
export function subjectOf({ workload, unit, head, flavour, platform }: Metric): string {
  return [workload, unit, head, flavour, platform].join(" ");
}

/** The one value of an exact row. */
export function countOf({ values }: Metric): number {
  return values[0] ?? 0;
}

export function isBare(platform: string): boolean {
  return platform.startsWith("bare-");
}

/** `boot/...` and `size/...` have tables of their own. */
export function isWorkload({ workload }: Metric): boolean {
  return !/^(?:boot|size)\//u.test(workload);
}
