import { expect, test } from "vitest";
import { GitRig } from "../test/git-rig.ts";
import { changed, file } from "../test/rebase-rig.ts";
import { asGitDiff } from "./git-diff.ts";
import { patchIds } from "./patch-id.ts";

test("a plain diff has the patch-id of git's own", async () => {
  const rig = await GitRig.make();
  const base = await rig.commit({ a: file, "b/c": file, gone: "g\n" });
  const tip = await rig.commit(
    { a: changed(20, "x"), "b/c": changed(3, "y"), new: "n\n" },
    "s",
    base,
  );
  const [patch] = await rig.patches(base, tip);
  const git = patch?.text.replace(/\n-- \n[^]*$/, "\n") ?? "";
  const plain = git.replaceAll(/^(?:diff --git|index|new file|deleted file) .*\n/gm, "");
  const quilt = plain
    .replaceAll(/^--- (.*)$/gm, "Index: tree\n=====\n--- $1\t2026-01-01")
    .replaceAll(/^(?:---|\+\+\+) [ab]\//gm, (name) => name.replace(/[ab]\/$/, "tree/"));
  expect(plain).not.toContain("diff --git");
  expect(patchIds(plain)).toBeUndefined();
  expect(patchIds(git)).toBeDefined();
  expect(patchIds(asGitDiff(plain))).toEqual(patchIds(git));
  expect(patchIds(asGitDiff(quilt))).toEqual(patchIds(git));
});

test("git's own diff is left alone", () => {
  const diff = "diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n";
  expect(asGitDiff(diff)).toBe(diff);
});
