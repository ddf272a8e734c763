// A figure in words, and how it stands to the unpatched kernel's.

import type { Metric } from "../model/metric.ts";
import { baseRow } from "../model/series.ts";

/** The count, or the median of the samples. */
export function middleOf({ values }: Metric): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = Number.NaN] = [
    sorted[half - 1 + (sorted.length % 2)],
    sorted[half],
  ];
  return (low + high) / 2;
}

/** `+12 (+0.004 %)`, `equal`; empty for the base itself and where there is no base. */
export function changeInWords(metric: Metric, base: Metric | undefined): string {
  if (!base || metric.series === baseRow) return "";
  const [own, theirs] = [middleOf(metric), middleOf(base)];
  if (own === theirs) return "equal";
  const sign = own > theirs ? "+" : "";
  return `${sign}${own - theirs} (${sign}${(((own - theirs) / theirs) * 100).toFixed(3)} %)`;
}
