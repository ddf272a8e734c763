// Real histories: what of a series is seen in a head, by which rung, and what may be dropped for it.
// @module-tag process

import { expect, test } from "vitest";
import type { SourceTree } from "../../model/described/head.ts";
import { GitRig, type Tree } from "../../test/git-rig.ts";
import { changed, file, numbered, text } from "../../test/rebase-rig.ts";
import type { SoughtPatch } from "./find-upstream.ts";
import { find, rungsOf, sought, words } from "../../test/upstream-rig.ts";

const other = { name: "O. Ther", email: "o@example.org", date: "1700000500 +0000" };

/** A base, an author's commits on it (one patch each), and what else is asked for. */
async function posted(...trees: readonly Tree[]) {
  const rig = await GitRig.make();
  const base = await rig.commit({ a: file, b: file });
  let tip: SourceTree = base;
  for (const [at, tree] of trees.entries())
    tip = await rig.commit({ a: file, b: file, ...tree }, `area: change ${at + 1}\n`, tip);
  return { rig, base, tip, series: await sought(rig, base, tip) };
}

const onto = (tree: Tree): Tree => ({ a: file, b: file, ...tree });

test("the very patch, by another author under another subject, is found by its patch-id and upstream", async () => {
  const { rig, base, series } = await posted({ a: changed(20, "x") });
  const applied = await rig.commit(onto({ a: changed(20, "x") }), "renamed\n", base, other);
  const head = await rig.commit(onto({ a: changed(20, "x"), b: "b\n" }), "more\n", applied);
  const [found] = await find(rig, series, head, base);
  expect(found && rungsOf(found)).toEqual(["patch-id", "reverse-apply"]);
  expect(found?.verdict).toMatchObject({
    result: "upstream",
    commit: { commit: applied.commit, subject: "renamed", author: "O. Ther <o@example.org>" },
  });
});

test.each([
  "Link: https://lore.kernel.org/r/20260101.1-a@example.org",
  "Link: https://lore.kernel.org/all/20260101.1-a@example.org/ # v3",
  "Link: https://patch.msgid.link/20260101.1-a%40example.org [1]",
  "Message-ID: <20260101.1-a@example.org>",
])("a commit that names the patch's mail is proof: %s", async (trailer) => {
  const { rig, base, series } = await posted({ a: changed(20, "x") });
  // Applied onto a file that differs nearby: the patch-id is another one.
  const near = text(numbered.with(17, "near"));
  const moved = await rig.commit(onto({ a: near }), "near\n", base);
  const both = text(numbered.with(17, "near").with(19, "x"));
  const head = await rig.commit(onto({ a: both }), `s\n\nBody.\n\n${trailer}\n`, moved, other);
  const mailed = series.map((patch) => ({ ...patch, messageId: "20260101.1-a@example.org" }));
  const [found] = await find(rig, mailed, head, base);
  expect(found?.evidence[0]).toMatchObject({ rung: "message-id", weight: "proof" });
  // Its hunk does not stand there at full context: the head does not confirm it.
  expect(found?.verdict).toEqual({ result: "revisit" });
  const [stranger] = await find(rig, series, head, base);
  expect(stranger && rungsOf(stranger)).not.toContain("message-id");
});

test("a patch that landed and was reverted is not upstream, and the revert is named", async () => {
  const { rig, base, series } = await posted({ a: changed(20, "x") });
  const applied = await rig.commit(onto({ a: changed(20, "x") }), "area: change 1\n", base);
  const message = `Revert "area: change 1"\n\nThis reverts commit ${applied.commit}.\n`;
  const head = await rig.commit(onto({ a: file }), message, applied);
  const [found] = await find(rig, series, head, base);
  expect(found?.evidence[0]).toMatchObject({
    rung: "patch-id",
    revertedBy: { commit: head.commit },
  });
  expect(found && words(found)[0]).toContain(`reverted by ${head.commit.slice(0, 12)}`);
  expect(found?.verdict).toEqual({ result: "none" });
});

test("a patch that was taken out again without a word is for a person to look at", async () => {
  const { rig, base, series } = await posted({ a: changed(20, "x") });
  const applied = await rig.commit(onto({ a: changed(20, "x") }), "applied\n", base);
  const head = await rig.commit(onto({ a: file, b: "b\n" }), "cleanup\n", applied);
  const [found] = await find(rig, series, head, base);
  expect(found?.verdict).toEqual({ result: "revisit" });
});

test("a revert that was itself reverted takes nothing back", async () => {
  const { rig, base, series } = await posted({ a: changed(20, "x") });
  const applied = await rig.commit(onto({ a: changed(20, "x") }), "area: change 1\n", base);
  const first = `Revert "area: change 1"\n\nThis reverts commit ${applied.commit}.\n`;
  const reverted = await rig.commit(onto({}), first, applied);
  const second = `Reapply "area: change 1"\n\nThis reverts commit ${reverted.commit}.\n`;
  const head = await rig.commit(onto({ a: changed(20, "x") }), second, reverted);
  const [found] = await find(rig, series, head, base);
  expect(found?.verdict.result).toBe("upstream");
  expect(found?.evidence.some(({ revertedBy }) => revertedBy)).toBe(false);
});

test("a patch that landed in two commits has both named, and is for a person to look at", async () => {
  const { rig, base, series } = await posted({ a: changed(20, "x"), b: changed(9, "y") });
  const one = await rig.commit(onto({ a: changed(20, "x") }), "one\n", base, other);
  const two = await rig.commit(onto({ a: changed(20, "x"), b: changed(9, "y") }), "two\n", one);
  const [found] = await find(rig, series, two, base);
  const named = found?.evidence.filter(({ rung }) => rung === "patch-id");
  expect(named?.map(({ seen }) => seen)).toEqual([
    "it makes the change of 1 of 2 hunks, line for line",
    "it makes the change of 1 of 2 hunks, line for line",
  ]);
  expect(found?.verdict).toEqual({ result: "revisit" });
  const [half] = await find(rig, series, one, base);
  expect(half?.verdict).toEqual({ result: "partly-upstream", landed: 1, of: 2 });
});

test("a patch that landed together with something else is a hint, not proof", async () => {
  const { rig, base, series } = await posted({ a: changed(20, "x") });
  const squashed = onto({ a: text(numbered.with(19, "x").with(2, "more")), b: "b\n" });
  const head = await rig.commit(squashed, "two things\n", base, other);
  const [found] = await find(rig, series, head, base);
  expect(found && words(found)).toEqual([
    "patch-id: it makes the change of 1 of 1 hunks, line for line",
    expect.stringContaining("reverse-apply: every hunk of it stands in the head's tree"),
  ]);
  expect(found?.evidence[0]?.commit?.subject).toBe("two things");
  expect(found?.verdict).toEqual({ result: "revisit" });
});

test("with other lines around it, the same change has the patch-id of less context: a hint", async () => {
  const { rig, base, series } = await posted({ a: changed(20, "x") });
  const near = await rig.commit(onto({ a: changed(18, "near") }), "near\n", base);
  const both = text(numbered.with(17, "near").with(19, "x"));
  const head = await rig.commit(onto({ a: both }), "elsewhere\n", near, other);
  const [found] = await find(rig, series, head, base);
  expect(found?.evidence[0]).toMatchObject({
    rung: "patch-id",
    weight: "hint",
    seen: "the same patch-id with one line of context",
    commit: { commit: head.commit },
  });
  expect(found?.verdict).toEqual({ result: "revisit" });
});

test("the same subject and author over another change is a hint only", async () => {
  const { rig, base, series } = await posted({ a: changed(20, "x") });
  const head = await rig.commit(onto({ a: changed(3, "unlike it") }), "area: change 1\n", base);
  const [found] = await find(rig, series, head, base);
  expect(found && words(found)).toEqual(["subject-and-author: the same subject and author"]);
  expect(found?.verdict).toEqual({ result: "revisit" });
});

test("the same subject from somebody else over another change is nothing", async () => {
  const { rig, base, series } = await posted({ a: changed(20, "x") });
  const message = "area: change 1\n";
  const head = await rig.commit(onto({ a: changed(3, "unlike it") }), message, base, other);
  const [found] = await find(rig, series, head, base);
  expect(found).toEqual({ evidence: [], verdict: { result: "none" } });
});

test("a change that was reworked on its way is paired as range-diff pairs it", async () => {
  const fresh = ["int one;", "int two;", "int three;", "int four;"];
  const rework = fresh.with(3, "long four = 4;");
  const { rig, base, series } = await posted({ a: text(numbered.toSpliced(20, 0, ...fresh)) });
  const reworked = { a: text(numbered.toSpliced(20, 0, ...rework)) };
  const head = await rig.commit(onto(reworked), "reworked\n", base, other);
  const [found] = await find(rig, series, head, base);
  expect(found && words(found)).toEqual([
    "range-diff: paired as git range-diff pairs: 2 of the 8 changed lines of both differ",
    expect.stringMatching(/^similarity: \d+ % of the words in common, 1 of 1 files/),
  ]);
  expect(found?.evidence.every(({ weight }) => weight === "hint")).toBe(true);
});

test("lines that were all rewritten are seen by their words, and other files count against them", async () => {
  const mine = ["return a + b;", "return c + d;"];
  const theirs = ["return a + b + 0;", "return c + d + 0;"];
  const { rig, base, series } = await posted({ a: text(numbered.toSpliced(20, 0, ...mine)) });
  const alike = { a: text(numbered.toSpliced(20, 0, ...theirs)) };
  const head = await rig.commit(onto(alike), "rewritten\n", base, other);
  const [found] = await find(rig, series, head, base);
  expect(found && rungsOf(found)).toEqual(["similarity"]);
  const wide = await rig.commit(onto({ ...alike, b: "b\n", c: "c\n" }), "wide\n", base, other);
  const [none] = await find(rig, series, wide, base);
  expect(none?.evidence).toEqual([]);
});

test("patches that change each other's lines are found from the last to the first", async () => {
  const { rig, base, series } = await posted({ a: changed(20, "x") }, { a: changed(20, "xx") });
  const one = await rig.commit(onto({ a: changed(20, "x") }), "one\n", base, other);
  const head = await rig.commit(onto({ a: changed(20, "xx") }), "two\n", one, other);
  const found = await find(rig, series, head, base);
  expect(found.map(({ verdict }) => verdict.result)).toEqual(["upstream", "upstream"]);
});

test("a head made from a tarball shows the patch in its tree, and says that no history names it", async () => {
  const { rig, base, series } = await posted({ a: changed(20, "x") });
  const head = await rig.commit(onto({ a: changed(20, "x"), b: "b\n" }), "import");
  const [found] = await find(rig, series, head, base);
  expect(found && words(found)).toEqual([
    expect.stringContaining("the head has no history that could name the commit"),
  ]);
  expect(found?.evidence[0]).not.toHaveProperty("commit");
  expect(found?.verdict).toEqual({ result: "revisit" });
});

test("without a base the head's latest commits are searched", async () => {
  const { rig, base, series } = await posted({ a: changed(20, "x") });
  const applied = await rig.commit(onto({ a: changed(20, "x") }), "applied\n", base, other);
  const [found] = await find(rig, series, applied);
  expect(found?.verdict).toMatchObject({ result: "upstream", commit: { subject: "applied" } });
  expect(found && words(found)[1]).toContain("only the head's latest commits were searched");
});

test("a patch that landed on a branch and came with a merge is found there", async () => {
  const { rig, base, series } = await posted({ a: changed(20, "x") });
  const branch = await rig.commit(onto({ a: changed(20, "x") }), "on a branch\n", base, other);
  const main = await rig.commit(onto({ b: "b\n" }), "on main\n", base);
  const merged = await rig.commit(onto({ a: changed(20, "x"), b: "b\n" }), "not it\n", base);
  const head = rig.merge(merged.tree, main, branch);
  const [found] = await find(rig, series, head, base);
  expect(found?.verdict).toMatchObject({ result: "upstream", commit: { subject: "on a branch" } });
});

test("names that look like a pathspec are taken literally, and names of many bytes are found", async () => {
  const rig = await GitRig.make();
  const base = await rig.commit({ ":a": file, é: file });
  const files = { ":a": changed(20, "x"), é: changed(3, "y") };
  const series = [
    ...(await sought(rig, base, await rig.commit({ ...files, é: file }, "s", base))),
    ...(await sought(rig, base, await rig.commit({ ...files, ":a": file }, "t", base))),
  ];
  const one = await rig.commit({ ...files, é: file }, "one\n", base, other);
  const two = await rig.commit(files, "two\n", one, other);
  const found = await find(rig, series, two, base);
  const named = found.map(({ evidence }) => evidence[0]?.commit?.subject);
  expect(named).toEqual(["one", "two"]);
});

/** The one patch of the series, as a backport says what it is one of. */
function backportOf(
  [patch]: readonly SoughtPatch[],
  origin: string,
  subject = patch?.subject ?? "",
) {
  return patch ? [{ ...patch, subject, origins: [origin] }] : [];
}

test("a backport of a commit that the head has is upstream, also where its hunks stand there otherwise", async () => {
  const { rig, base, series } = await posted({ a: changed(20, "x") });
  const landed = await rig.commit(
    onto({ a: changed(20, "y"), c: "c\n" }),
    "area: change 1\n",
    base,
  );
  const head = await rig.commit(onto({ a: changed(20, "z") }), "more\n", landed);
  const named = backportOf(series, landed.commit.slice(0, 12));
  const [found] = await find(rig, named, head, base);
  expect(found?.evidence[0]).toMatchObject({ rung: "named-commit", weight: "proof" });
  expect(found?.verdict).toMatchObject({ result: "upstream", reworked: true });
  const [retold] = await find(rig, backportOf(series, landed.commit, "another"), head, base);
  expect(retold?.verdict).toEqual({ result: "revisit" });
});

test("a commit that is named is found although it touches none of the patch's files, and so is its revert", async () => {
  const { rig, base, series } = await posted({ a: changed(20, "x") });
  const far = await rig.commit(onto({ "old/a": file }), "area: change 1\n", base);
  const named = backportOf(series, far.commit);
  const [found] = await find(rig, named, far, base);
  expect(found?.evidence[0]).toMatchObject({
    rung: "named-commit",
    commit: { commit: far.commit },
  });
  const message = `Revert it\n\nThis reverts commit ${far.commit}.\n`;
  const reverted = await rig.commit(onto({}), message, far);
  const [back] = await find(rig, named, reverted, base);
  expect(back?.evidence[0]).toMatchObject({ revertedBy: { commit: reverted.commit } });
});

test("a stable tree's backport of the same commit is the patch", async () => {
  const { rig, base, series } = await posted({ a: changed(20, "x") });
  const origin = "0123456789abcdef0123456789abcdef01234567";
  const message = `area: change 1\n\ncommit ${origin} upstream.\n`;
  const head = await rig.commit(onto({ a: changed(20, "backported") }), message, base);
  const [found] = await find(rig, backportOf(series, origin), head, base);
  expect(found?.verdict).toMatchObject({ result: "upstream", commit: { commit: head.commit } });
});

test("the first release that contains the commit is named, as git describe --contains has it", async () => {
  const { rig, base, series } = await posted({ a: changed(20, "x") });
  const landed = await rig.commit(onto({ a: changed(20, "x") }), "landed\n", base);
  const head = await rig.commit(onto({ a: changed(20, "x"), b: "b\n" }), "more\n", landed);
  const [unreleased] = await find(rig, series, head, base);
  expect(unreleased?.evidence[0]?.commit).not.toHaveProperty("release");
  await rig.git.keep("refs/tags/v7.3-rc2", head.commit);
  const [released] = await find(rig, series, head, base);
  expect(released?.evidence[0]?.commit).toMatchObject({ release: "v7.3-rc2" });
});
