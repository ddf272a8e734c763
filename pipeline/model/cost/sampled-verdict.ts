// What samples say about a series: a verdict for every metric, corrected for their number. Same samples, same figures.

import { probit } from "simple-statistics";
import { hodgesLehmannRatio } from "./hodges-lehmann.ts";
import { holm } from "./holm.ts";
import { type BootSample, medianOf, ratioInterval, type RatioInterval } from "./ratio-interval.ts";

export type CostVerdict = "equivalent" | "regressed" | "improved" | "inconclusive";

export type SampledPair = {
  /** Names the figure; its resampling is seeded by it. */
  readonly id: string;
  readonly base: readonly BootSample[];
  readonly series: readonly BootSample[];
};

export type SampledComparison = RatioInterval & {
  readonly id: string;
  readonly verdict: CostVerdict;
  readonly hodgesLehmann: number;
  /** Of `p`, over all pairs that were compared together. */
  readonly pHolm: number;
  /** A/A: every other boot of the base against the rest. What lies inside its interval is noise. */
  readonly noise: RatioInterval;
  /** The least change that this many boots would show four times in five, as a part of 1. */
  readonly detectable: number;
  /** Boots of each side. */
  readonly boots: readonly [base: number, series: number];
};

/** Fewer say nothing about the tail that an interval of 95 % ends in. */
export const leastBoots = 10;

const alpha = 0.05;
const power = 0.8;

/**
 * `margin`: stated beforehand, in per cent. Two one-sided tests (Schuirmann 1987): *equivalent* where the 90 % interval
 * lies inside it. A change is called one where p, after Holm, is below 5 % and the ratio is outside the margin.
 */
export function sampledVerdicts(
  pairs: readonly SampledPair[],
  margin: number,
): SampledComparison[] {
  const intervals = pairs.map(({ id, base, series }) => ratioInterval(base, series, seedOf(id)));
  const corrected = holm(intervals.map(({ p }) => p));
  return pairs.map((pair, at) => {
    const interval = intervals[at] as RatioInterval;
    const pHolm = corrected[at] ?? 1;
    return {
      ...compared(pair, interval),
      pHolm,
      verdict: verdictOf(pair, interval, pHolm, margin),
    };
  });
}

function compared(
  { id, base, series }: SampledPair,
  interval: RatioInterval,
): Omit<SampledComparison, "verdict" | "pHolm"> {
  const even = base.filter((_, at) => at % 2 === 0);
  const odd = base.filter((_, at) => at % 2 === 1);
  return {
    ...interval,
    id,
    hodgesLehmann: hodgesLehmannRatio(base.map(medianOf), series.map(medianOf)),
    noise: ratioInterval(even, odd, seedOf(id)),
    detectable: detectableChange(interval),
    boots: [base.length, series.length],
  };
}

/** From the width of the interval, on logarithms: (z of alpha/2 + z of power) standard errors. */
function detectableChange({ interval95: [low, high] }: RatioInterval): number {
  const z = probit(1 - alpha / 2);
  const error = Math.log(high / low) / (2 * z);
  return Math.exp((z + probit(power)) * error) - 1;
}

function verdictOf(
  { base, series }: SampledPair,
  { ratio, interval90: [low, high] }: RatioInterval,
  pHolm: number,
  margin: number,
): CostVerdict {
  if (Math.min(base.length, series.length) < leastBoots) return "inconclusive";
  const [least, most] = [1 - margin / 100, 1 + margin / 100];
  if (low > least && high < most) return "equivalent";
  if (pHolm >= alpha) return "inconclusive";
  if (ratio > most) return "regressed";
  return ratio < least ? "improved" : "inconclusive";
}

function seedOf(id: string): number {
  return Number.parseInt(id.slice(0, 8), 16) | 0;
}
