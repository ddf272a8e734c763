// The line between two heads, by real git.
// @module-tag process

import { expect, test } from "vitest";
import type { HeadPin, SourceTree } from "../../model/described/head.ts";
import { GitRig, type Tree } from "../../test/git-rig.ts";
import { runOn } from "../../test/store-rig.ts";
import { firstParents } from "./first-parents.ts";

const makefile = "VERSION = 7\nPATCHLEVEL = 2\nSUBLEVEL = 13\nEXTRAVERSION =\n";

function at(text: string): Tree {
  return { Makefile: makefile, f: text };
}

async function history() {
  const rig = await GitRig.make();
  const root = await rig.commit(at("0"), "root");
  const one = await rig.commit(at("1"), "one", root);
  const side = await rig.commit(at("side"), "side", root);
  const merged = rig.merge(one.tree, one, side, { message: "merge" });
  const two = await rig.commit(at("2"), "two", merged);
  const url = `file://${rig.dir}`;
  const pin = ({ commit }: Pick<SourceTree, "commit">): HeadPin => ({
    kind: "git",
    url,
    ref: "main",
    commit,
    history: "all",
  });
  const session = {
    store: rig.store,
    run: (targets: Parameters<typeof runOn>[1]) => runOn(rig.store, targets),
  };
  const between = (from: HeadPin, to: HeadPin) =>
    firstParents(session, { from, to }, () => undefined);
  return { root, one, side, two, pin, between };
}

test("is the first parents from the old head to the new one, a merge as one step", async () => {
  const { root, two, pin, between } = await history();
  const commits = await between(pin(root), pin(two));
  expect(commits?.map(({ subject }) => subject)).toEqual(["root", "one", "merge", "two"]);
  expect(commits?.[0]?.pin).toEqual(pin(root));
  expect(commits?.at(-1)?.pin).toEqual(pin(two));
});

test("is none where the new head did not grow out of the old one, or a head is no git tree", async () => {
  const { one, side, two, pin, between } = await history();
  expect(await between(pin(one), pin(side))).toBeUndefined();
  expect(await between(pin(two), pin(one))).toBeUndefined();
  expect(await between({ kind: "tarball", from: "x", sha256: "y" }, pin(one))).toBeUndefined();
});
