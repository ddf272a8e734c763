// A patch on real trees: hunks, and what is no hunk.
// @module-tag process

import { expect, test } from "vitest";
import type { SourceTree } from "../../model/described/head.ts";
import { GitRig, type Tree } from "../../test/git-rig.ts";
import { changed, file } from "../../test/rebase-rig.ts";
import { sought } from "../../test/upstream-rig.ts";
import { ObjectDatabase } from "../../tools/object-database.ts";
import { hunkPlaces } from "./hunk-places.ts";

test("hunks are told apart one by one, over several files", async () => {
  const places = await placesOn(
    { a: file, b: file, c: file },
    { a: changed(20, "x"), b: changed(3, "y"), c: changed(9, "z") },
    { a: `new\n${file}`, b: changed(3, "y"), c: changed(9, "other") },
  );
  expect(places).toEqual([
    { path: "a", header: expect.stringMatching(/^@@ -17,7 /), state: "applies", drift: 1 },
    { path: "b", header: expect.stringMatching(/^@@ -1,6 /), state: "landed" },
    { path: "c", header: expect.stringMatching(/^@@ -6,7 /), state: "conflict" },
  ]);
});

test.each<[string, Tree, string]>([
  ["is not there", {}, "applies"],
  ["is there as the patch has it", { new: "n\n" }, "landed"],
  ["is there with more in it", { new: "n\nmore\n" }, "conflict"],
  ["is there with another mode", { new: { mode: "100755", text: "n\n" } }, "conflict"],
])("a new file that %s", async (_, head, state) => {
  const places = await placesOn({ a: file }, { a: file, new: "n\n" }, { a: file, ...head });
  expect(places.map((place) => place.state)).toEqual([state]);
});

test("an empty new file has a place, too", async () => {
  const after = { a: file, new: "" };
  expect(await placesOn({ a: file }, after, { a: file })).toEqual([
    { path: "new", header: "new file", state: "applies", drift: 0 },
  ]);
  const landed = await placesOn({ a: file }, after, after);
  expect(landed).toEqual([{ path: "new", header: "new file", state: "landed" }]);
});

test.each<[string, Tree, string]>([
  ["is still there", { gone: "g\n" }, "applies"],
  ["is there no more", {}, "landed"],
  ["was changed", { gone: "g\nmore\n" }, "conflict"],
])("a deleted file that %s", async (_, head, state) => {
  const places = await placesOn({ a: file, gone: "g\n" }, { a: file }, { a: file, ...head });
  expect(places.map((place) => place.state)).toEqual([state]);
});

test.each<[string, Tree, [string, string]]>([
  ["has still to move", { old: file }, ["applies", "applies"]],
  ["moved with its change", { fresh: changed(20, "x") }, ["landed", "landed"]],
  ["moved without its change", { fresh: file }, ["landed", "applies"]],
  ["was copied", { old: file, fresh: changed(20, "x") }, ["conflict", "landed"]],
  ["is gone", {}, ["conflict", "conflict"]],
])("a renamed file that %s", async (_, head, states) => {
  const [before, after] = [
    { a: "a\n", old: file },
    { a: "a\n", fresh: changed(20, "x") },
  ];
  const places = await placesOn(before, after, { a: "a\n", ...head });
  expect(places.map(({ header }) => header)[0]).toBe("renamed from old");
  expect(places.map(({ state }) => state)).toEqual(states);
});

test("a mode that did not land keeps a patch from having landed", async () => {
  const [before, after] = [{ a: file }, { a: { mode: "100755", text: changed(20, "x") } }] as const;
  const half = await placesOn(before, after, { a: changed(20, "x") });
  expect(half.map(({ header, state }) => `${header.slice(0, 11)}: ${state}`)).toEqual([
    "mode 100755: applies",
    "@@ -17,7 +1: landed",
  ]);
  const whole = await placesOn(before, after, after);
  expect(whole.map(({ state }) => state)).toEqual(["landed", "landed"]);
});

test("bytes are compared by their object's name", async () => {
  expect(await bytesOn(1)).toEqual(["binary applies"]);
  expect(await bytesOn(2)).toEqual(["binary landed"]);
  expect(await bytesOn(3)).toEqual(["binary conflict"]);
});

test("a file that the head has not is in conflict, hunk by hunk", async () => {
  const places = await placesOn({ a: file, b: file }, { a: changed(3, "x"), b: file }, { b: file });
  expect(places.map(({ state }) => state)).toEqual(["conflict"]);
});

test("lines that end in CR LF, and bytes that are no UTF-8, are found", async () => {
  const crlf = file.replaceAll("\n", "\r\n");
  const [old, fresh] = [`${crlf}é\r\n`, `x\r\n${crlf}é\r\n`];
  const places = await placesOn({ a: old }, { a: fresh }, { a: fresh });
  expect(places.map(({ state }) => state)).toEqual(["landed"]);
});

async function bytesOn(head: number): Promise<string[]> {
  const places = await placesOn({ a: bytes(1) }, { a: bytes(2) }, { a: bytes(head) });
  return places.map(({ header, state }) => `${header} ${state}`);
}

function bytes(n: number): Buffer {
  return Buffer.from([0, n, 10]);
}

/** The change from `before` to `after` as a patch, on a head that holds these files. */
async function placesOn(before: Tree, after: Tree, head: Tree) {
  const rig = await GitRig.make();
  const base = await rig.commit(before);
  const tip = await rig.commit(after, "s\n", base);
  const there: SourceTree = await rig.commit(head);
  const [patch] = await sought(rig, base, tip);
  if (!patch) throw new Error("nothing was changed");
  return hunkPlaces(ObjectDatabase.of(rig.git.dir), there.tree, patch.parsed);
}
