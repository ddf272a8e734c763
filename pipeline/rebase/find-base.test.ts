// What a series was written on, found in real histories by the blobs that its patches name.
// @module-tag process

import { expect, test } from "vitest";
import type { SourceTree } from "../model/described/head.ts";
import { GitRig, type Tree } from "../test/git-rig.ts";
import { changed, file, rebase, valueOf } from "../test/rebase-rig.ts";
import { ObjectDatabase } from "../tools/object-database.ts";
import { findBase } from "./find-base.ts";

async function found(rig: GitRig, from: SourceTree, to: SourceTree, head: SourceTree) {
  const patches = await rig.patches(from, to, "--full-index");
  const context = { git: rig.git, db: ObjectDatabase.of(rig.git.dir) };
  return findBase(context, head.commit, patches);
}

const made = { Makefile: "VERSION = 7\n", a: file, b: file };
const onto = (tree: Tree): Tree => ({ ...made, ...tree });

test("is the newest commit with the files as the index lines name them", async () => {
  const rig = await GitRig.make();
  const root = await rig.commit(onto({ a: "other\n" }));
  const written = await rig.commit(made, "here", root);
  const tip = await rig.commit(onto({ a: changed(20, "x") }), "mine", written);
  const later = await rig.commit(onto({ b: "elsewhere\n" }), "elsewhere", written);
  const head = await rig.commit(onto({ b: "elsewhere\n", a: changed(3, "y") }), "here", later);
  expect(await found(rig, written, tip, head)).toEqual({
    commit: later.commit,
    matched: 1,
    of: 1,
  });
});

test("is before the patches where the head has them, for files that they make too", async () => {
  const rig = await GitRig.make();
  const written = await rig.commit(made);
  const one = await rig.commit(onto({ a: changed(20, "x") }), "one", written);
  const two = await rig.commit(onto({ a: changed(20, "x"), "d/new": "1\n" }), "two", one);
  const head = await rig.commit(onto({ a: changed(20, "x"), "d/new": "2\n" }), "three", two);
  expect(await found(rig, written, two, head)).toMatchObject({ commit: written.commit, of: 2 });
  expect(await found(rig, one, two, head)).toMatchObject({ commit: one.commit, of: 1 });
});

test("is a commit of a merged branch where no first parent has the files", async () => {
  const rig = await GitRig.make();
  const root = await rig.commit(made);
  const written = await rig.commit(onto({ a: changed(5, "branch") }), "branch", root);
  const tip = await rig.commit(onto({ a: changed(5, "branch").replace("9", "x") }), "t", written);
  const both = await rig.commit(onto({ a: changed(5, "merged") }), "main", root);
  const head = rig.merge(both.tree, both, written);
  expect(await found(rig, written, tip, head)).toMatchObject({
    commit: written.commit,
    matched: 1,
  });
});

test("has the most of the files where an author's own patches lie below, and is none without one", async () => {
  const rig = await GitRig.make();
  const root = await rig.commit(made);
  const own = await rig.commit(onto({ b: "mine\n" }), "own", root);
  const tip = await rig.commit({ ...made, b: "mine, too\n", a: changed(1, "x") }, "tip", own);
  expect(await found(rig, own, tip, root)).toEqual({ commit: root.commit, matched: 1, of: 2 });
  const strange = await rig.commit({ ...made, a: "s\n", b: "s\n" }, "strange");
  expect(await found(rig, own, tip, strange)).toBeUndefined();
});

test("a series that is a moving head's own commits is upstream there, not in conflict", async () => {
  const rig = await GitRig.make();
  const root = await rig.commit(made);
  const one = await rig.commit(onto({ a: changed(20, "x") }), "area: one", root);
  const tip = await rig.commit(onto({ a: changed(20, "y") }), "area: two", one);
  const patches = await rig.patches(root, tip, "--full-index");
  const base = await found(rig, root, tip, tip);
  expect(base?.commit).toBe(root.commit);
  const outcome = await rebase(rig, patches, tip, root);
  expect(valueOf(outcome).patches).toMatchObject([{ result: "upstream" }, { result: "upstream" }]);
  // As long as nobody knows the base, the head itself stands for it: the head's latest commits are searched then.
  const unknown = await rebase(rig, patches, tip, tip);
  expect(valueOf(unknown).patches).toMatchObject([{ result: "upstream" }, { result: "upstream" }]);
});
