// Golden values: scipy 1.17.1 (stats.bootstrap, percentile, paired, 200 000 resamples) and numpy 2.4.6
// (quantile "averaged_inverted_cdf", 400 000 resamples; Hodges-Lehmann by its definition); Holm as R's p.adjust.

import { describe, expect, test } from "vitest";
import { hodgesLehmannRatio } from "./hodges-lehmann.ts";
import { holm } from "./holm.ts";
import { Random } from "../random.ts";
import { type BootSample, ratioInterval } from "./ratio-interval.ts";
import { type CostVerdict, sampledVerdicts } from "./sampled-verdict.ts";
import { digestOf } from "../digest.ts";

const base = [100.3, 99.8, 101.2, 100.9, 99.5, 100.1, 100.7, 99.9, 100.4, 100, 99.2, 100.6];
const series = [102.1, 101.7, 103, 102.6, 101.2, 102.4, 102.2, 101.9, 102.8, 101.5, 101.6, 102.3];
const boots = (values: readonly number[]): BootSample[] => values.map((one) => [one]);

/** Standard normal (Box and Muller). */
function normal(random: Random): number {
  const uniform = (): number => (random.below(2 ** 31) + 1) / (2 ** 31 + 1);
  return Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/**
 * 20 boots, as lmbench under KVM on an idle machine gives them: boots differ by 0.6 % (one standard deviation), the
 * machine drifts by 2 % from the first boot to the last, and one boot in twenty is 8 % slow.
 */
function arm(random: Random, cost: number): BootSample[] {
  return Array.from({ length: 20 }, (_, at) => {
    const slow = random.below(20) === 0 ? 1.08 : 1;
    return [250 * cost * (1 + 0.001 * at) * (1 + 0.006 * normal(random)) * slow];
  });
}

function verdictsOf(cost: number): Map<CostVerdict, number> {
  const counts = new Map<CostVerdict, number>();
  for (let at = 0; at < 100; at++) {
    const random = new Random(at + 1);
    const pair = { id: digestOf(`${cost} ${at}`), base: arm(random, 1), series: arm(random, cost) };
    for (const { verdict } of sampledVerdicts([pair], 1))
      counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  }
  return counts;
}

describe("the interval of a ratio", () => {
  test("of interleaved boots is scipy's", () => {
    const { ratio, interval90, interval95 } = ratioInterval(boots(base), boots(series), 7);
    expect(ratio).toBeCloseTo(1.019461, 6);
    expect(interval95[0]).toBeCloseTo(1.015905, 3);
    expect(interval95[1]).toBeCloseTo(1.021978, 3);
    expect(interval90[0]).toBeCloseTo(1.0165, 3);
    expect(interval90[1]).toBeCloseTo(1.021479, 3);
  });

  test("of boots of different number is numpy's, each side drawn by itself", () => {
    const more = boots([...series, 102, 101.8]);
    const { ratio, interval90, interval95 } = ratioInterval(boots(base), more, 7);
    expect(ratio).toBeCloseTo(1.018463, 6);
    expect(interval95[0]).toBeCloseTo(1.012916, 3);
    expect(interval95[1]).toBeCloseTo(1.023535, 3);
    expect(interval90[0]).toBeCloseTo(1.013872, 3);
    expect(interval90[1]).toBeCloseTo(1.022989, 3);
  });

  test("is wider where iterations of one boot differ than where they agree", () => {
    const spread = base.map((one) => [one * 0.97, one, one * 1.03]);
    const [low, high] = ratioInterval(spread, boots(series), 7).interval95;
    const [steadyLow, steadyHigh] = ratioInterval(boots(base), boots(series), 7).interval95;
    expect(high - low).toBeGreaterThan(1.5 * (steadyHigh - steadyLow));
  });
});

test("Hodges and Lehmann's ratio is numpy's", () => {
  expect(hodgesLehmannRatio(base, series)).toBeCloseTo(1.018896113268628, 12);
});

test("Holm's correction is that of R", () => {
  const adjusted = holm([0.01, 0.04, 0.03, 0.005, 0.02, 0.5]);
  const byR = [0.05, 0.09, 0.09, 0.03, 0.08, 0.5];
  for (const [at, p] of adjusted.entries()) expect(p).toBeCloseTo(byR[at] ?? 0, 12);
});

/** A hundred comparisons are as long as a boot. */
const slow = { tags: ["vm"] };

describe("a verdict on samples", () => {
  test("is the same for the same samples, to the last digit", () => {
    const pair = {
      id: digestOf("once"),
      base: arm(new Random(3), 1),
      series: arm(new Random(4), 1),
    };
    expect(sampledVerdicts([pair], 1)).toEqual(sampledVerdicts([pair], 1));
  });

  test(
    "is wrong at most 5 times in 100 comparisons of a kernel with itself, and says equivalent most times",
    slow,
    () => {
      const counts = verdictsOf(1);
      const wrong = (counts.get("regressed") ?? 0) + (counts.get("improved") ?? 0);
      expect(wrong).toBeLessThanOrEqual(5);
      expect(counts.get("equivalent") ?? 0).toBeGreaterThanOrEqual(75);
    },
  );

  test("finds at least 95 of 100 regressions of 2 %", slow, () => {
    expect(verdictsOf(1.02).get("regressed")).toBeGreaterThanOrEqual(95);
  });

  test("tells an improvement from a regression", () => {
    const pair = { id: digestOf("better"), base: boots(series), series: boots(base) };
    expect(sampledVerdicts([pair], 1)[0]?.verdict).toBe("improved");
  });

  test("is inconclusive with nine boots, however far apart they are", () => {
    const pair = {
      id: digestOf("few"),
      base: boots(base.slice(0, 9)),
      series: boots(series.slice(0, 9)),
    };
    expect(sampledVerdicts([pair], 1)[0]?.verdict).toBe("inconclusive");
  });

  test("that stands alone falls among enough others that say nothing", () => {
    const close = {
      id: digestOf("x"),
      base: boots(base),
      series: boots(base.map((one, at) => one * (at % 4 ? 1.012 : 0.995))),
    };
    const [alone] = sampledVerdicts([close], 1);
    const nothing = Array.from({ length: 40 }, (_, at) => ({
      id: digestOf(`${at}`),
      base: boots(base),
      series: boots(base),
    }));
    const [among] = sampledVerdicts([close, ...nothing], 1);
    expect(alone?.pHolm).toBe(alone?.p);
    expect(among?.pHolm).toBeGreaterThan(alone?.pHolm ?? 1);
  });

  test("names the noise of the base and the least change it would show", () => {
    const [one] = sampledVerdicts(
      [{ id: digestOf("n"), base: boots(base), series: boots(series) }],
      1,
    );
    const [low, high] = one?.noise.interval95 ?? [0, 0];
    expect(low).toBeLessThan(1);
    expect(high).toBeGreaterThan(1);
    // Interval of scipy, (1.96 + 0.84) standard errors.
    expect(one?.detectable).toBeCloseTo(0.0043, 3);
  });
});
