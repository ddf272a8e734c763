// What real git says of a merge.
// @module-tag process

import { expect, test } from "vitest";
import { GitRig, type Tree } from "../test/git-rig.ts";
import { parseMergeTree } from "./merge-tree.ts";

async function merged(before: Tree, ours: Tree, theirs: Tree) {
  const rig = await GitRig.make();
  const base = await rig.commit(before);
  const sides = [await rig.commit(ours, "ours", base), await rig.commit(theirs, "theirs", base)];
  const args = ["merge-tree", "--write-tree", "-z", "--name-only"];
  const { out } = await rig.try([...args, ...sides.map(({ commit }) => commit)]);
  return { rig, result: parseMergeTree(out) };
}

test("a merge without conflicts is a tree, and names no file", async () => {
  const { rig, result } = await merged(
    { f: "1\n2\n3\n4\n5\n" },
    { f: "one\n2\n3\n4\n5\n" },
    { f: "1\n2\n3\n4\nfive\n" },
  );
  const whole = await rig.commit({ f: "one\n2\n3\n4\nfive\n" });
  expect(result).toEqual({ tree: whole.tree, conflicted: [] });
});

test("every file in conflict is named once, as it is called", async () => {
  const { result } = await merged(
    { "a b": "0\n", Grüße: "0\n", same: "same\n" },
    { "a b": "1\n", Grüße: "1\n", same: "same\n" },
    { "a b": "2\n", Grüße: "2\n", same: "same\n" },
  );
  expect(result.conflicted).toEqual(["Grüße", "a b"]);
  expect(result.tree).toMatch(/^[0-9a-f]{40}$/);
});

test("a file that one side changed and the other took away is in conflict", async () => {
  const { result } = await merged({ f: "1\n", g: "g\n" }, { f: "2\n", g: "g\n" }, { g: "g\n" });
  expect(result.conflicted).toEqual(["f"]);
});
