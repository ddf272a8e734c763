// The index of a history on disk: kept, extended, and made anew where it cannot be trusted.
// @module-tag process

import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { GitRig } from "../../test/git-rig.ts";
import { Git } from "../../tools/git.ts";
import { packed, unpacked } from "./columns.ts";
import { History } from "./history.ts";
import { forgetHistory, indexedHistory } from "./indexed-history.ts";

async function made() {
  const rig = await GitRig.make();
  const first = await rig.commit({ a: "1\n" }, "first\n");
  const second = await rig.commit({ a: "2\n", "ü b": "1\n" }, "second\n", first);
  return { rig, first, second, file: join(rig.git.dir, "history") };
}

test("says of each commit what it descends from, what it changed, and what its message names", async () => {
  const { rig, second } = await made();
  const message =
    "third\n\n(cherry picked from commit ABCDEF0123456)\nLink: https://lore.kernel.org/r/1@x\n";
  const third = await rig.commit({ a: "2\n" }, message, second);
  const history = await indexedHistory(rig.git, [third.commit]);
  const [at, below] = [third, second].map(({ commit }) => history.numberOf(commit) ?? -1);
  expect([...history.parents(at ?? -1)]).toEqual([below]);
  const blob = await rig.run(["rev-parse", `${second.commit}:ü b`]);
  expect(history.changes(at ?? -1)).toEqual([{ path: "ü b", before: blob, after: undefined }]);
  expect(history.named(at ?? -1, "mail")).toEqual(["1@x"]);
  expect(history.naming("mail", "1@x")).toEqual([at]);
  expect(history.naming("mail", "1@")).toEqual([]);
  expect(history.naming("origin", "abcdef0123456789")).toEqual([at]);
  expect(history.naming("revert", "abcdef0123456789")).toEqual([]);
});

test("is read back, and git is asked for what is new alone", async () => {
  const { rig, second, file } = await made();
  const before = await indexedHistory(rig.git, [second.commit]);
  forgetHistory(rig.git);
  const { mtimeMs } = await stat(file);
  const again = await indexedHistory(rig.git, [second.commit]);
  expect(again).not.toBe(before);
  expect(again.columns).toEqual(before.columns);
  expect((await stat(file)).mtimeMs).toBe(mtimeMs);
  // Without the repository's objects nothing that is in the index could be asked for again.
  const third = await rig.commit({ a: "3\n" }, "third\n", second);
  const grown = await indexedHistory(rig.git, [third.commit]);
  expect(grown.columns.ids.subarray(0, before.columns.ids.length)).toEqual(before.columns.ids);
  expect(grown.size).toBe(3);
});

test.each([
  ["cut off", (file: Buffer) => file.subarray(0, file.length - 1)],
  [
    "changed in a byte",
    (file: Buffer) =>
      file.fill(file.readUInt8(file.length - 9) ^ 1, file.length - 9, file.length - 8),
  ],
  [
    "of another form",
    (file: Buffer) =>
      Buffer.from(file.toString("latin1").replace("history 1", "history 0"), "latin1"),
  ],
  ["empty", () => Buffer.alloc(0)],
])("is made anew where it is %s", async (_, damaged) => {
  const { rig, second, file } = await made();
  const before = await indexedHistory(rig.git, [second.commit]);
  const whole = await readFile(file);
  await writeFile(file, damaged(Buffer.from(whole)));
  expect(unpacked(await readFile(file))).toBeUndefined();
  forgetHistory(rig.git);
  const again = await indexedHistory(rig.git, [second.commit]);
  expect(again.columns).toEqual(before.columns);
  expect(await readFile(file)).toEqual(whole);
});

test("is made anew where more of the history has come than it was made of", async () => {
  const { rig, first, second } = await made();
  const third = await rig.commit({ a: "3\n" }, "third\n", second);
  const shallow = join(rig.git.dir, "shallow");
  await writeFile(shallow, `${second.commit}\n`);
  expect((await indexedHistory(rig.git, [third.commit])).numberOf(first.commit)).toBeUndefined();
  await writeFile(shallow, "");
  const whole = await indexedHistory(rig.git, [third.commit]);
  expect(whole.numberOf(first.commit)).toBeDefined();
  await writeFile(shallow, `${second.commit}\n`);
  expect((await indexedHistory(rig.git, [third.commit])).size).toBe(2);
});

test("survives commits that are gone from the repository", async () => {
  const { rig, second, first } = await made();
  const history = await indexedHistory(rig.git, [second.commit]);
  const { ids, ...rest } = history.columns;
  const gone = Buffer.from(ids).fill(7, 20, 40);
  await writeFile(join(rig.git.dir, "history"), packed({ ids: gone, ...rest }));
  forgetHistory(rig.git);
  const again = await indexedHistory(new Git(rig.git.dir), [second.commit]);
  const [at, parent] = [second, first].map(({ commit }) => again.numberOf(commit));
  expect([...again.parents(at ?? -1)]).toEqual([parent]);
  expect(new History(again.columns).size).toBe(3);
});
