// How much slower, by every pair of boots: less moved by one odd boot than a mean, steadier than a ratio of medians.

import { median } from "simple-statistics";

/** Hodges-Lehmann (1963) estimate of the shift, on logarithms: the median of all ratios `series[j] / base[i]`. */
export function hodgesLehmannRatio(base: readonly number[], series: readonly number[]): number {
  const logarithms = base.flatMap((a) => series.map((b) => Math.log(b / a)));
  return Math.exp(median(logarithms));
}
