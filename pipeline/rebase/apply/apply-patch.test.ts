// @module-tag process

import { expect, test } from "vitest";
import { temporaryFolder } from "../../test/folder-rig.ts";
import { GitRig } from "../../test/git-rig.ts";
import { changed, file, numbered, text } from "../../test/rebase-rig.ts";
import { ObjectDatabase } from "../../tools/object-database.ts";
import { readPatch } from "../pick/read-patch.ts";
import { applyPatch } from "./apply-patch.ts";

test("a patch is applied once to each tree, and gives each its own", async () => {
  const rig = await GitRig.make();
  const base = await rig.commit({ f: file });
  const tip = await rig.commit({ f: changed(5, "mine") }, "do it\n", base);
  const other = await rig.commit({ f: changed(30, "theirs") });
  const both = await rig.commit({ f: text(numbered.with(4, "mine").with(29, "theirs")) });
  const gone = await rig.commit({ f: changed(5, "theirs") });
  const [patch] = (await rig.patches(base, tip)).map(readPatch);
  if (!patch) throw new Error("no patch");
  const db = ObjectDatabase.of(rig.git.dir);
  const context = { git: rig.git, db, workDir: await temporaryFolder() };
  const onto = async ({ tree }: { tree: string }) => applyPatch(context, tree, patch);
  const first = await onto(base);
  expect(first?.tree).toBe(tip.tree);
  expect((await onto(other))?.tree).toBe(both.tree);
  expect(await onto(gone)).toBeUndefined();
  expect(await onto(base)).toBe(first);
});
