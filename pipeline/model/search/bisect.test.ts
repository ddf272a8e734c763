// The search on lines of every kind: with skips, with boots that prove nothing, with more than one change.

import { expect, test } from "vitest";
import { type Bisected, bisected, nextTrial, type Trial } from "./bisect.ts";
import { type Axis, axisOf } from "./bisect-square.ts";
import { Random } from "../random.ts";

const letters: Readonly<Record<string, Trial["verdict"]>> = { g: "good", b: "bad", s: "skip" };

function trial(letter: string): Trial {
  return { verdict: letters[letter] ?? "skip", words: letter, evidence: [] };
}

/** `ggsb`: what each point is. Gives the answer and the points that were tried, in order. */
function searched(
  line: string,
  known: readonly number[] = [],
): { answer: Bisected; tried: number[] } {
  const last = line.length - 1;
  const trials = new Map(known.map((point) => [point, trial(line[point] ?? "")]));
  const tried: number[] = [];
  for (let at = nextTrial(last, trials); at !== undefined; at = nextTrial(last, trials)) {
    if (trials.has(at)) throw new Error(`${at} was tried twice`);
    tried.push(at);
    trials.set(at, trial(line[at] ?? ""));
  }
  return { answer: bisected(last, trials), tried };
}

// prettier-ignore
test.each([
  ["gb", { found: "first", first: 1, good: 0, again: [] }, [1, 0]],
  ["gggb", { found: "first", first: 3, good: 2, again: [] }, [3, 0, 1, 2]],
  ["gbbbbbbbb", { found: "first", first: 1, good: 0, again: [] }, [8, 0, 4, 2, 1]],
  ["ggggg", { found: "never" }, [4]],
  ["bbbbb", { found: "always" }, [4, 0]],
  ["ggggs", { found: "unknown", at: 4 }, [4]],
  ["sgggb", { found: "unknown", at: 0 }, [4, 0]],
  ["gsb", { found: "first", first: 2, good: 0, again: [] }, [2, 0, 1]],
  ["ggsssbb", { found: "first", first: 5, good: 1, again: [] }, [6, 0, 3, 4, 1, 2, 5]],
  ["gssssssb", { found: "first", first: 7, good: 0, again: [] }, [7, 0, 3, 5, 1, 4, 2, 6]],
] as const)("%s", (line, answer, tried) => {
  expect(searched(line)).toEqual({ answer, tried });
});

test("what is known already is not tried again, and what it contradicts is said", () => {
  // Only a line with more than one change can be good behind its first bad point.
  expect(searched("gbggb", [0, 1, 3, 4])).toEqual({
    answer: { found: "first", first: 1, good: 0, again: [3] },
    tried: [],
  });
});

test("a stretch that cannot be tried is not walked to its end", () => {
  const { answer, tried } = searched(`g${"s".repeat(1000)}b`);
  expect(answer).toEqual({ found: "first", first: 1001, good: 0, again: [] });
  expect(tried).toHaveLength(10);
});

test("beside a stretch that cannot be tried the search goes on", () => {
  const line = `${"g".repeat(400)}${"s".repeat(150)}${"g".repeat(150)}${"b".repeat(300)}`;
  const { answer, tried } = searched(line);
  expect(answer).toEqual({ found: "first", first: 700, good: 699, again: [] });
  expect(tried.length).toBeLessThan(20);
});

test("on a line with one change and no skips: the change, in as many trials as its logarithm", () => {
  for (let length = 2; length <= 70; length += 1)
    for (let first = 1; first < length; first += 1) {
      const { answer, tried } = searched("g".repeat(first) + "b".repeat(length - first));
      expect(answer).toEqual({ found: "first", first, good: first - 1, again: [] });
      expect(tried.length).toBeLessThanOrEqual(2 + Math.ceil(Math.log2(length - 1)));
    }
});

test("on any line at all: what is named first was seen bad, what is named good was seen good, and between them nothing was decided", () => {
  for (let seed = 1; seed <= 3000; seed += 1) {
    const random = new Random(seed);
    const middle = Array.from({ length: random.below(30) }, () =>
      random.oneOf(["g", "g", "g", "b", "b", "s"]),
    );
    const line = `g${middle.join("")}b`;
    const { answer, tried } = searched(line);
    if (answer.found !== "first") throw new Error(`${line}: ${answer.found}`);
    expect([line[answer.good], line[answer.first]]).toEqual(["g", "b"]);
    const open = line.slice(answer.good + 1, answer.first);
    const skips = tried.filter((at) => at > answer.good && at < answer.first);
    expect(skips.map((at) => line[at])).toEqual(skips.map(() => "s"));
    expect(skips.length === open.length || skips.length >= 8).toBe(true);
  }
});

// Old series on the old head, on the new head, new series on the old head, on the new head.
// prettier-ignore
const corners: readonly (readonly [string, Axis])[] = [
  ["gggb", "together"], ["gbgb", "head"], ["ggbb", "series"], ["gbbb", "each"],
  ["gbsb", "head"], ["gsbb", "series"], ["gsgb", "unknown"], ["ggsb", "unknown"], ["gssb", "unknown"],
  ["gggg", "never"], ["bbbb", "always"], ["bggb", "always"], ["sgbb", "unknown"], ["gggs", "unknown"], ["bbbg", "never"],
];

test.each(corners)("a square of %s: %s", (square, axis) => {
  const [before, head, series, now] = square.split("").map(trial) as [Trial, Trial, Trial, Trial];
  expect(axisOf({ before, head, series, now })).toBe(axis);
});
