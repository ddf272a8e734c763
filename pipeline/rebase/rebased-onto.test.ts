// A series on heads that have a history: what is upstream, what only looks so, what is in the way and why.
// @module-tag process

import { expect, test } from "vitest";
import { GitRig } from "../test/git-rig.ts";
import { changed, file, numbered, rebase, resultsOf, text, valueOf } from "../test/rebase-rig.ts";

/** A series of one patch that changes lines 5 and 30. */
async function authored() {
  const rig = await GitRig.make();
  const base = await rig.commit({ f: file, g: "g\n" });
  const after = text(numbered.with(4, "mine").with(29, "mine too"));
  const tip = await rig.commit({ f: after, g: "g\n" }, "x86: do it\n\nBecause.\n", base);
  return { rig, base, after, patches: await rig.patches(base, tip) };
}

test("a patch that landed is upstream, and the commit is named", async () => {
  const { rig, base, after, patches } = await authored();
  const before = await rig.commit({ f: file, g: "h\n" }, "other", base);
  const landed = await rig.commit({ f: after, g: "h\n" }, "x86: do it\n\nBecause.\n", before);
  const head = await rig.commit({ f: after, g: "i\n" }, "later", landed);
  const outcome = await rebase(rig, patches, head, base);
  const value = valueOf(outcome);
  expect([outcome.status, resultsOf(value), value.tree]).toEqual(["pass", ["upstream"], head.tree]);
  const [proof] = value.patches[0]?.evidence ?? [];
  expect(proof).toMatchObject({ weight: "proof", commit: { commit: landed.commit } });
});

test("a patch that was applied and taken back applies again", async () => {
  const { rig, base, after, patches } = await authored();
  const landed = await rig.commit({ f: after, g: "g\n" }, "x86: do it\n\nBecause.\n", base);
  const message = `Revert "x86: do it"\n\nThis reverts commit ${landed.commit}.\n`;
  const head = await rig.commit({ f: file, g: "g\n" }, message, landed);
  const value = valueOf(await rebase(rig, patches, head, base));
  expect(resultsOf(value)).toEqual(["clean"]);
});

test("of a patch one hunk of which landed the other is applied, and both are counted", async () => {
  const { rig, base, after, patches } = await authored();
  const head = await rig.commit({ f: changed(5, "mine"), g: "g\n" }, "x86: do some", base);
  const value = valueOf(await rebase(rig, patches, head, base));
  expect(resultsOf(value)).toEqual(["partly-upstream"]);
  expect(value.patches[0]?.hunks?.map(({ state }) => state)).toEqual(["landed", "applies"]);
  expect(value.tree).toBe((await rig.commit({ f: after, g: "g\n" })).tree);
});

test("a conflict names the commit that caused it, and what looks like the patch is a hint only", async () => {
  const { rig, base, patches } = await authored();
  const theirs = text(numbered.with(4, "theirs").with(29, "theirs too"));
  const head = await rig.commit({ f: theirs, g: "g\n" }, "x86: do otherwise", base);
  const outcome = await rebase(rig, patches, head, base);
  const [patch] = valueOf(outcome).patches;
  expect([outcome.status, patch?.result]).toEqual(["fail", "conflict"]);
  const named = patch?.causes?.flatMap(({ commits }) => commits.map(({ commit }) => commit));
  expect(new Set(named)).toEqual(new Set([head.commit]));
  expect(patch?.causes?.[0]?.side).toBe("newer");
});

test("what has the patch's name and another content is for a person to look at", async () => {
  const { rig, base, patches } = await authored();
  const other = text(numbered.with(4, "MINE").with(29, "MINE TOO"));
  const head = await rig.commit({ f: other, g: "g\n" }, "x86: do it\n\nBecause.\n", base);
  const outcome = await rebase(rig, patches, head, base);
  expect(resultsOf(valueOf(outcome))).toEqual(["revisit"]);
  expect(outcome).toMatchObject({ status: "fail", finding: { reason: "conflict" } });
  expect(valueOf(outcome).tree).toBe(head.tree);
});

test("a patch that is there already and applies once more somewhere else raises an alarm", async () => {
  const rig = await GitRig.make();
  const block = ["begin", "one", "two", "three", "four", "five", "six", "end"];
  const twice = [...block, ...numbered, ...block];
  const base = await rig.commit({ f: text(twice) });
  const tip = await rig.commit({ f: text(twice.toSpliced(4, 0, "mine")) }, "x: add", base);
  const patches = await rig.patches(base, tip);
  const outcome = await rebase(rig, patches, tip, base);
  const [patch] = valueOf(outcome).patches;
  expect(patch).toMatchObject({ result: "drifted", alarms: [{ alarm: "twice" }] });
  expect(patch?.alarms?.[0]?.says).toContain("the head has all of it already");
});
