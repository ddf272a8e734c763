// The sentences of a bisection.

import { expect, test } from "vitest";
import { type Bisected, type Trial } from "../../model/search/bisect.ts";
import { type BisectResult, bisectText } from "./bisect-text.ts";

const digest = (of: string): string => of.repeat(64);
const good: Trial = { verdict: "good", words: "it passes", evidence: [digest("a")] };
const bad: Trial = {
  verdict: "bad",
  words: "Kernel panic - not syncing: x",
  evidence: [digest("b")],
};
const skip: Trial = { verdict: "skip", words: "blocked: it does not build", evidence: [] };

function said(
  answer: Bisected,
  trials: readonly Trial[],
  more: Partial<BisectResult> = {},
): string {
  const points = trials.map((_, at) =>
    at ? `patch ${at}/${trials.length - 1} (s${at})` : "no patch",
  );
  const search = {
    of: "patches" as const,
    where: "s on sid",
    points,
    trials: new Map(trials.entries()),
    answer,
  };
  return bisectText({
    series: "s",
    platform: "bare-q35",
    head: "sid",
    axis: "series",
    corners: [],
    searches: [search],
    notes: [],
    ...more,
  });
}

test("names the patch, what it does, what was good before it, and the evidence of both", () => {
  expect(said({ found: "first", first: 2, good: 1, again: [] }, [good, good, bad])).toBe(
    "The series fails on bare-q35.\ns on sid: patch 2/2 (s2) is the first that fails on bare-q35: Kernel panic - not syncing: x; patch 1/2 (s1): it passes; evidence bbbbbbbbbbbb, aaaaaaaaaaaa.\n",
  );
});

test("names those that could not be tried, and a point that is good again", () => {
  const text = said({ found: "first", first: 2, good: 0, again: [3] }, [
    good,
    skip,
    bad,
    good,
    bad,
  ]);
  expect(text).toContain(
    "patch 2/4 (s2), or one of the patches before it that could not be tried (1), is the first",
  );
  expect(text).toContain("It is not the only change: patch 3/4 (s3) is good again.");
});

test("says what costs more", () => {
  const text = said({ found: "first", first: 1, good: 0, again: [] }, [good, bad], {
    metric: "size/text",
  });
  expect(text).toContain("patch 1/1 (s1) is the first that costs more in size/text on bare-q35");
});

// prettier-ignore
test.each([
  ["never", "s on sid passes on bare-q35: there is nothing to search for."],
  ["always", "The old state also fails on bare-q35: the cause is older."],
  ["unknown", "The cause could not be determined: a combination of old and new could not be tried on bare-q35."],
  ["head", "The head fails on bare-q35, with the old series too."],
  ["each", "The head by itself fails on bare-q35, and so does the series."],
  ["hypervisor", "It fails on bare-q35 under one hypervisor, and the same kernel passes under another."],
  ["together", "Neither the head nor the series alone fails on bare-q35; only the two together."],
] as const)("%s", (axis, sentence) => {
  const text = said({ found: "unknown", at: 0 }, [skip], { axis });
  expect(text).toContain(sentence);
  expect(text).toContain("no patch could not be tried: blocked: it does not build.");
});

test("what a console says stays on its line", () => {
  const loud = { ...bad, words: "panic\u001b[2J\nThe series passes." };
  const text = said({ found: "first", first: 1, good: 0, again: [] }, [good, loud], {
    corners: [{ what: "sid, s", trial: loud }],
  });
  expect(text).toContain("panic␛[2J The series passes.");
  expect(text.split("\n")).toHaveLength(4);
});
