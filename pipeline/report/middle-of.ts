// The one number that stands for a metric.

import type { Metric } from "../model/metric.ts";

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
