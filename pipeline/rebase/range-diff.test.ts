// Two versions of a series, written on two bases.
// @module-tag process

import { expect, test } from "vitest";
import { GitRig } from "../test/git-rig.ts";
import { changed, file, numbered, text } from "../test/rebase-rig.ts";
import { ObjectDatabase } from "../tools/object-database.ts";
import { rangeDiff } from "./range-diff.ts";

/** The first version is written on one base, the second on a later one whose lines near the patches are others. */
async function versions(second: string, upstream: string) {
  const rig = await GitRig.make();
  const early = await rig.commit({ f: file, g: "g\n" });
  const one = await rig.commit({ f: changed(20, "mine"), g: "g\n" }, "one", early);
  const two = await rig.commit({ f: changed(20, "mine"), g: "h\n" }, "two", one);
  const late = await rig.commit({ f: upstream, g: "g\n", other: "x\n" });
  const again = await rig.commit({ f: second, g: "g\n", other: "x\n" }, "one", late);
  const last = await rig.commit({ f: second, g: "h\n", other: "x\n" }, "two", again);
  const old = { patches: await rig.patches(early, two), resolutions: [], writtenOn: early };
  const fresh = { patches: await rig.patches(late, last), resolutions: [], writtenOn: late };
  const { git, store } = rig;
  const context = { git, db: ObjectDatabase.of(git.dir), workDir: await store.work() };
  return rangeDiff(context, { base: late, old, fresh });
}

test("what upstream did in between is no difference", async () => {
  const near = numbered.with(17, "upstream");
  const lines = await versions(text(near.with(19, "mine")), text(near));
  expect(lines.map((line) => line.replaceAll(/[0-9a-f]{7,}/g, "id"))).toEqual([
    "1:  id = 1:  id one",
    "2:  id = 2:  id two",
  ]);
});

test("what the author changed is one, and no more than that", async () => {
  const near = numbered.with(17, "upstream");
  const lines = await versions(text(near.with(19, "better")), text(near));
  expect(
    lines.filter((line) => /^\s*(?:--|\+\+|-\+|\+-)/.test(line)).map((line) => line.trim()),
  ).toEqual(["-+mine", "++better"]);
  expect(lines.filter((line) => line.includes("upstream"))).toEqual(["      upstream"]);
});

test("a patch that cannot be replayed is named, and the others are compared", async () => {
  const lines = await versions(changed(20, "both"), changed(20, "theirs"));
  expect(lines.at(-1)).toBe("old version: 0001-one.patch cannot be replayed on this base");
  expect(
    lines.filter((line) => /^\S/.test(line)).map((line) => line.replaceAll(/[0-9a-f]{7,}/g, "id")),
  ).toEqual([
    "-:  ------- > 1:  id one",
    "1:  id = 2:  id two",
    "old version: 0001-one.patch cannot be replayed on this base",
  ]);
});
