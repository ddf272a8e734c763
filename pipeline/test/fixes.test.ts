// Fixes: tags against a real history.
// @module-tag process

import { expect, test } from "vitest";
import { step } from "../model/work/step.ts";
import { findCommits } from "../steps/source/find-commits.ts";
import { constantStep } from "../steps/constant-step.ts";
import { GitRig } from "./git-rig.ts";
import { posted, real } from "./posted-rig.ts";
import { outcomeOn } from "./store-rig.ts";
import { namedFixes, seeFixes } from "../rules/fixes.ts";

const rig = await GitRig.make();
const old = await rig.commit({ f: "1" }, "x86/foo: Add a foo");
const head = await rig.commit({ f: "2" }, "x86/foo: Turn the foo", old);
const aside = await rig.commit({ f: "3" }, "x86/foo: Never merged", old);

async function seen(value: string, on = head) {
  const named = namedFixes(posted([{ tags: [`Fixes: ${value}`] }]));
  const commits = named.flatMap(({ commit }) => commit ?? []);
  if (!commits.length) return seeFixes(named);
  const outcome = await outcomeOn(
    rig.store,
    step(findCommits, "x", { commits }, { head: constantStep("h", on) }),
  );
  if (outcome.status !== "pass") throw new Error(JSON.stringify(outcome));
  const { history, found } = outcome.value;
  return seeFixes(named, history ? found : undefined);
}

const short = old.commit.slice(0, 12);

test.each([
  ["a commit of the head", `${short} ("x86/foo: Add a foo")`, "passed", /^1 Fixes: tag$/],
  [
    "an unknown commit",
    `0123456789ab ("x86/foo: Add a foo")`,
    "failed",
    /the head has no commit 0123456789ab/,
  ],
  [
    "one that is not of the head",
    `${aside.commit} ("x86/foo: Never merged")`,
    "failed",
    /the head has no commit/,
  ],
  [
    "another subject",
    `${short} ("x86/foo: Add foo")`,
    "failed",
    /is "x86\/foo: Add a foo", not "x86\/foo: Add foo"/,
  ],
  ["eleven digits", `${short.slice(0, 11)} ("x86/foo: Add a foo")`, "failed", /not in the form/],
  ["no parentheses", `${short} x86/foo: Add a foo`, "failed", /not in the form/],
])("%s", async (_, value, outcome, words) => {
  const found = await seen(value);
  expect(found.outcome).toBe(outcome);
  expect(found.words).toMatch(words);
});

test("an archive has no history: a person looks, and is told how", async () => {
  const archive = await rig.commit({ f: "2" }, "linux-source");
  const found = await seen(`${short} ("x86/foo: Add a foo")`, archive);
  expect(found).toMatchObject({ outcome: "person" });
  expect(found.details).toEqual([`git show --no-patch ${short}`]);
});

test("a series that says nothing of the kind is not asked", () => {
  expect(seeFixes(namedFixes(real)).outcome).toBe("not-applicable");
});
