// Which point of a line is the first that is bad: pure, so that it can be tried on every line there is.

import type { Digest } from "../digest.ts";

/** What was seen at one point. */
export type Trial = {
  /** `skip`: it proves nothing either way. */
  readonly verdict: "good" | "bad" | "skip";
  /** One sentence, without a full stop. */
  readonly words: string;
  /** Consoles, by digest. */
  readonly evidence: readonly Digest[];
};

/** What was seen, by the point's number: 0 is what there was before, the last what there is now. */
export type Trials = ReadonlyMap<number, Trial>;

export type Bisected =
  /** `good` passes, `first` fails, and whatever stands between them could not be tried. */
  | {
      readonly found: "first";
      readonly first: number;
      readonly good: number;
      /** Later points that are good again: there is more than one change. */
      readonly again: readonly number[];
    }
  /** The last point is good. */
  | { readonly found: "never" }
  /** The first point is bad already. */
  | { readonly found: "always" }
  /** This end of the line could not be tried. */
  | { readonly found: "unknown"; readonly at: number };

/** More skips than this between a good and a bad point, and the answer is what is between them. */
const patience = 8;

/**
 * The point to try next; undefined once there is an answer. The ends come first: without them there is nothing to look
 * for. Then the middle of the widest stretch without a trial, which is the middle of all as long as nothing is skipped,
 * and leads away from what cannot be tried.
 */
export function nextTrial(last: number, trials: Trials): number | undefined {
  for (const [end, wanted] of [
    [last, "bad"],
    [0, "good"],
  ] as const) {
    const trial = trials.get(end);
    if (!trial) return end;
    if (trial.verdict !== wanted) return undefined;
  }
  const { good, first } = border(last, trials);
  const skipped = between(good, first).filter((point) => trials.has(point));
  if (skipped.length >= patience) return undefined;
  const marks = [good, ...skipped, first];
  const middle = (good + first) / 2;
  const stretches = marks.slice(1).flatMap((to, at) => {
    const from = marks[at] ?? to;
    return to - from > 1 ? [{ point: Math.floor((from + to) / 2), width: to - from }] : [];
  });
  const [widest] = stretches.toSorted(
    (a, b) => b.width - a.width || Math.abs(a.point - middle) - Math.abs(b.point - middle),
  );
  return widest?.point;
}

/** The answer, once nothing is left to try. */
export function bisected(last: number, trials: Trials): Bisected {
  const [start, end] = [trials.get(0), trials.get(last)];
  if (end?.verdict === "good") return { found: "never" };
  if (end?.verdict !== "bad") return { found: "unknown", at: last };
  if (start?.verdict === "bad") return { found: "always" };
  if (start?.verdict !== "good") return { found: "unknown", at: 0 };
  const { good, first } = border(last, trials);
  const again = [...trials].filter(([point, { verdict }]) => point > first && verdict === "good");
  const points = again.map(([point]) => point);
  return { found: "first", first, good, again: points.toSorted((a, b) => a - b) };
}

/** The first bad point, and the last good one before it. */
function border(last: number, trials: Trials): { good: number; first: number } {
  const of = (verdict: Trial["verdict"]): number[] =>
    [...trials].flatMap(([point, trial]) => (trial.verdict === verdict ? [point] : []));
  const first = Math.min(last, ...of("bad"));
  return { first, good: Math.max(0, ...of("good").filter((point) => point < first)) };
}

function between(good: number, first: number): number[] {
  return Array.from({ length: first - good - 1 }, (_, at) => good + 1 + at);
}
