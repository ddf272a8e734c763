// Made-up histories: every commit has the patch-ids that `git patch-id --stable` gives it, at every width of context.
// @module-tag process

import { expect, test } from "vitest";
import type { SourceTree } from "../../model/described/head.ts";
import { type Content, GitRig, type Tree } from "../../test/git-rig.ts";
import { Random } from "../../model/random.ts";
import { mustRun } from "../../tools/shell.ts";
import { readDiff } from "../../parse/patch/diff.ts";
import { patchIds } from "../../parse/patch/patch-id.ts";
import { upstreamIndex } from "./upstream-index.ts";

const seeds = Array.from({ length: 12 }, (_, at) => at + 1);

const fast = 3;

test.concurrent.each(seeds.slice(0, fast))("history %i has git's patch-ids", asGitHasThem);
test.concurrent.each(seeds.slice(fast))(
  "history %i has git's patch-ids",
  { tags: ["vm"] },
  asGitHasThem,
);

async function asGitHasThem(seed: number): Promise<void> {
  const { rig, base, head } = await history(new Random(seed));
  const range = `${base.commit}..${head.commit}`;
  const all = await rig.run(["log", "--name-only", "--no-renames", "-z", "--format=", range]);
  const { commits } = await upstreamIndex(
    rig.git,
    { base: base.commit, head: head.commit },
    { paths: new Set(all.split("\0")) },
  );
  const own = commits.map(({ commit, ids }) => ({ commit, ...ids }));
  const [u3, u1, u0] = await Promise.all([3, 1, 0].map((width) => gitIds(rig, base, head, width)));
  const theirs = commits.map(({ commit }) => ({
    commit,
    u3: u3?.get(commit),
    u1: u1?.get(commit),
    u0: u0?.get(commit),
  }));
  expect(commits).toHaveLength(8);
  expect(own).toEqual(theirs);
}

test("a patch that was mailed has the id of its commit", async () => {
  const { rig, base, head } = await history(new Random(99));
  const ids = await gitIds(rig, base, head, 3);
  const patches = await rig.patches(base, head, "--full-index", "--binary");
  const own = patches.map(({ text }) => patchIds(readDiff(text).files)?.u3);
  expect(own).toHaveLength(8);
  expect(new Set(own)).toEqual(new Set(ids.values()));
});

test("a patch with more context than three lines has the same ids", async () => {
  const { rig, base, head } = await history(new Random(7));
  const [usual, wide] = await Promise.all([
    rig.patches(base, head, "--full-index", "--binary"),
    rig.patches(base, head, "--full-index", "--binary", "-U9"),
  ]);
  const [some, others] = [usual, wide].map((patches) =>
    patches.map(({ text }) => patchIds(readDiff(text).files)),
  );
  expect(others).toEqual(some);
});

test("without a diff there is no id", () => {
  expect(patchIds(readDiff("Subject: nothing\n\nto see\n").files)).toBeUndefined();
});

/** By commit, as git computes them from its own log. */
async function gitIds(
  rig: GitRig,
  base: SourceTree,
  head: SourceTree,
  width: number,
): Promise<Map<string, string>> {
  const range = `${base.commit}..${head.commit}`;
  const log = `git log -p -M -U${width} --full-index --no-color ${range}`;
  const said = await mustRun(["sh", "-c", `${log} | git patch-id --stable`], { cwd: rig.git.dir });
  const pairs = said.trim().split("\n");
  return new Map(pairs.map((line) => line.split(" ").toReversed() as [string, string]));
}

async function history(random: Random) {
  const rig = await GitRig.make();
  let tree: Tree = { Makefile: lines(30), "b c/two.c": lines(30), "three.h": lines(8) };
  const base = await rig.commit(tree);
  let head = base;
  for (let n = 0; n < 8; n += 1) {
    const before = tree;
    while (JSON.stringify(tree) === JSON.stringify(before) || random.below(3))
      tree = edited(tree, random, `up ${n}`);
    head = await rig.commit(tree, `change ${n}\n\nIt does.\n`, head);
  }
  return { rig, base, head };
}

function edited(tree: Tree, random: Random, by: string): Tree {
  const path = random.oneOf(Object.keys(tree));
  const old = tree[path] ?? "";
  const { [path]: _, ...others } = tree;
  if (typeof old !== "string") return { ...tree, [`bin ${by}`]: bytes(random) };
  switch (random.below(9)) {
    case 0:
      return { ...tree, [`new ${by}.c`]: random.below(2) ? "" : `int a;\r\n\tint b;` };
    case 1:
      return Object.keys(others).length > 2 ? others : tree;
    case 2:
      return { ...others, [`moved ${by}`]: random.below(2) ? old : changed(old, random, by) };
    case 3:
      return { ...tree, [path]: { mode: "100755", text: old } };
    case 4:
      return { ...tree, blob: bytes(random) };
    default:
      return { ...tree, [path]: changed(old, random, by) };
  }
}

function bytes(random: Random): Content {
  return Buffer.from([0, random.below(256), random.below(256), 10]);
}

function changed(text: string, random: Random, by: string): string {
  const all = text.split("\n");
  const come = Array.from({ length: random.below(3) }, (_, n) => `  ${by}\té ${n}`);
  return all.toSpliced(random.below(all.length), random.below(3), ...come).join("\n");
}

function lines(count: number): string {
  return Array.from({ length: count }, (_, at) => `line ${at}\n`).join("");
}
