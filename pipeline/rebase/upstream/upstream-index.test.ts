// What one log of a head is read into.
// @module-tag process

import { expect, test } from "vitest";
import { GitRig } from "../../test/git-rig.ts";
import { changed, file } from "../../test/rebase-rig.ts";
import { upstreamIndex } from "./upstream-index.ts";

const paths = new Set(["a"]);
const someone = { name: "Zoë Ünal", email: "z@example.org", date: "1700000000 +0100" };

test("a commit is told by its message, its files and its changes to what was asked for", async () => {
  const rig = await GitRig.make();
  const base = await rig.commit({ a: file, b: file });
  const message = "a: ünder\n\ndiff --git a/a b/a\nWhy.\n\nLink: http://mirror.example/1\n";
  const files = { a: changed(20, "é"), b: changed(3, "y") };
  const head = await rig.commit(files, message, base, someone);
  const { commits, history } = await upstreamIndex(rig.git, range(head, base), { paths });
  expect(history).toBe("since-base");
  expect(commits).toEqual([
    {
      commit: head.commit,
      subject: "a: ünder",
      author: "Zoë Ünal <z@example.org>",
      date: "2023-11-14T23:13:20+01:00",
      link: "http://mirror.example/1",
      messageIds: [],
      files: new Set(["a", "b"]),
      ids: expect.objectContaining({ u3: expect.stringMatching(/^[0-9a-f]{40}$/) }),
      runs: new Map([["a", [`-line 20\n+${Buffer.from("é").toString("latin1")}\n`]]]),
      origins: [],
      reverts: [],
    },
  ]);
});

test("commits that touch nothing that was asked for are left out", async () => {
  const rig = await GitRig.make();
  const base = await rig.commit({ a: file, b: file });
  const touched = await rig.commit({ a: changed(3, "x"), b: file }, "one\n", base);
  const head = await rig.commit({ a: changed(3, "x"), b: "b\n" }, "two\n", touched);
  const { commits } = await upstreamIndex(rig.git, range(head, base), { paths });
  expect(commits.map(({ subject }) => subject)).toEqual(["one"]);
});

test("a base on another branch leaves out what both have", async () => {
  const rig = await GitRig.make();
  const fork = await rig.commit({ a: file });
  const base = await rig.commit({ a: changed(3, "x") }, "theirs\n", fork);
  const head = await rig.commit({ a: changed(9, "y") }, "ours\n", fork);
  const { commits, history } = await upstreamIndex(rig.git, range(head, base), { paths });
  expect(commits.map(({ subject }) => subject)).toEqual(["ours"]);
  expect(history).toBe("since-base");
});

test("without a history in common the latest commits are taken, without the first, which has no diff", async () => {
  const rig = await GitRig.make();
  const base = await rig.commit({ a: file });
  const first = await rig.commit({ a: file, b: "b\n" }, "first\n");
  const head = await rig.commit({ a: changed(3, "x") }, "second\n", first);
  const { commits, history } = await upstreamIndex(rig.git, range(head, base), { paths });
  expect(history).toBe("latest");
  expect(commits.map(({ subject, files }) => [subject, files.size])).toEqual([["second", 2]]);
});

test("a head of one commit has no history", async () => {
  const rig = await GitRig.make();
  const [base, head] = [await rig.commit({ a: file }), await rig.commit({ a: "a\n" })];
  const index = await upstreamIndex(rig.git, range(head, base), { paths });
  expect(index).toEqual({ commits: [], history: "none" });
});

test("a merge has a message and no diff of its own", async () => {
  const rig = await GitRig.make();
  const base = await rig.commit({ a: file });
  const [one, two] = [
    await rig.commit({ a: changed(3, "x") }, "one\n", base),
    await rig.commit({ a: changed(30, "y") }, "two\n", base),
  ];
  const both = await rig.commit({ a: changed(3, "x").replace("line 30\n", "y\n") }, "-", base);
  const head = rig.merge(both.tree, one, two);
  const { commits } = await upstreamIndex(rig.git, range(head, base), { paths });
  const told = commits.map(({ subject, ids }) => `${subject}: ${ids ? "diff" : "none"}`);
  expect(told.toSorted()).toEqual(["Merge a branch: none", "one: diff", "two: diff"]);
});

test("a revert is known before what it reverts, whatever the clocks said", async () => {
  const rig = await GitRig.make();
  const base = await rig.commit({ a: file, b: file });
  const applied = await rig.commit({ a: changed(3, "x"), b: file }, "applied\n", base);
  const message = `Revert "applied"\n\nThis reverts commit ${applied.commit}.\n`;
  const early = { ...someone, date: "1600000000 +0000" };
  const reverted = await rig.commit({ a: file, b: file }, message, applied, early);
  const side = await rig.commit({ a: changed(3, "x"), b: changed(9, "y") }, "side\n", applied);
  const both = await rig.commit({ a: file, b: changed(9, "y") }, "-", base);
  const head = rig.merge(both.tree, reverted, side);
  const { commits } = await upstreamIndex(rig.git, range(head, base), {
    paths: new Set(["a", "b"]),
  });
  const found = commits.find(({ subject }) => subject === "applied");
  expect(found?.revertedBy?.commit).toBe(reverted.commit);
});

test("a commit that names a mail or a commit is there whatever it touches, and so is what takes it back", async () => {
  const rig = await GitRig.make();
  const base = await rig.commit({ a: file, b: file });
  const link = "one\n\nLink: https://lore.kernel.org/r/1@x\n";
  const one = await rig.commit({ a: file, b: changed(3, "x") }, link, base);
  const origin = `two\n\n(cherry picked from commit ${"ab".repeat(20)})\n`;
  const two = await rig.commit({ a: file, b: changed(9, "y") }, origin, one);
  const other = await rig.commit({ a: file, b: changed(12, "z") }, "other\n", two);
  const revert = `Revert "one"\n\nThis reverts commit ${one.commit.slice(0, 12)}.\n`;
  const head = await rig.commit({ a: file, b: file }, revert, other);
  const { commits } = await upstreamIndex(rig.git, range(head, base), {
    paths,
    mails: ["1@x"],
    named: ["ab".repeat(5)],
  });
  expect(commits.map(({ subject }) => subject)).toEqual(['Revert "one"', "two", "one"]);
  expect(commits.at(-1)?.revertedBy?.commit).toBe(head.commit);
});

function range(head: { readonly commit: string }, base: { readonly commit: string }) {
  return { base: base.commit, head: head.commit };
}
