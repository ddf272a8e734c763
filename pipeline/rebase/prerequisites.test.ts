// What an older tree lacks for a series: picked by real git, then the series by real git am, it is the same tree.
// @module-tag process

import { expect, test } from "vitest";
import type { SourceTree } from "../model/described/head.ts";
import { Random } from "../model/random.ts";
import { GitRig } from "../test/git-rig.ts";
import { changed, file, numbered, text } from "../test/rebase-rig.ts";
import { temporaryFolder } from "../test/folder-rig.ts";
import { ObjectDatabase } from "../tools/object-database.ts";
import { prerequisites } from "./prerequisites.ts";

type History = {
  readonly rig: GitRig;
  readonly stable: SourceTree;
  readonly commits: readonly SourceTree[];
  readonly mine: SourceTree;
};

async function lackedBy({ rig, stable, commits, mine }: History) {
  const writtenOn = commits.at(-1) as SourceTree;
  const patches = await rig.patches(writtenOn, mine, "--full-index");
  const db = ObjectDatabase.of(rig.git.dir);
  const context = { git: rig.git, db, workDir: await temporaryFolder() };
  const found = await prerequisites(context, { head: stable, writtenOn, patches });
  db.flush();
  return { found, patches };
}

/** Lines that stand near each other are changed one after the other; the series changes one of them again. */
async function history(random: Random): Promise<History> {
  const rig = await GitRig.make();
  const first = await rig.commit({ a: file, b: file }, "first");
  const stable = await rig.commit({ a: file, b: changed(2, "stable") }, "stable's own", first);
  let [a, b]: [readonly string[], readonly string[]] = [numbered, numbered];
  const commits = [first];
  for (let n = 0; n < 7; n += 1) {
    if (random.below(4)) a = a.with(18 + random.below(5), `up ${n}`);
    else b = b.with(random.below(30), `up ${n}`);
    commits.push(await rig.commit({ a: text(a), b: text(b) }, `up ${n}`, commits.at(-1)));
  }
  const mine = { a: text(a.with(20, "mine")), b: text(b) };
  return { rig, stable, commits, mine: await rig.commit(mine, "mine", commits.at(-1)) };
}

const title =
  "history %i: git cherry-pick and git am come to the same tree, and not without one of them";
test.each([1, 2])(title, asByGit);
test.each([3, 4, 5, 6])(title, { tags: ["vm"] }, asByGit);

async function asByGit(seed: number): Promise<void> {
  const made = await history(new Random(seed));
  const { found, patches } = await lackedBy(made);
  const { rig, stable } = made;
  expect(found.tree).toBeDefined();
  const picked = found.commits.map(({ commit }) => commit);
  expect(await pickedBy(rig, stable, picked)).toBeDefined();
  const onto = { ...stable, commit: await rig.run(["rev-parse", "HEAD"]) };
  expect(await rig.am(onto, patches)).toMatchObject({ ok: true, tree: found.tree });
  for (const left of picked) {
    const tree = await pickedBy(
      rig,
      stable,
      picked.filter((one) => one !== left),
    );
    const without = { ...stable, commit: await rig.run(["rev-parse", "HEAD"]) };
    const ok = tree !== undefined && (await rig.am(without, patches)).ok;
    expect(ok, `without ${left}`).toBe(false);
  }
}

/** The tree that git cherry-pick comes to; undefined after a conflict. */
async function pickedBy(rig: GitRig, onto: SourceTree, commits: readonly string[]) {
  await rig.run(["checkout", "-q", "--force", "--detach", onto.commit]);
  if (!commits.length) return onto.tree;
  const who = ["-c", "user.name=P. Icker", "-c", "user.email=p@example.org"];
  const { code } = await rig.try([...who, "cherry-pick", "--allow-empty", ...commits]);
  if (code === 0) return rig.run(["rev-parse", "HEAD^{tree}"]);
  await rig.run(["cherry-pick", "--abort"]);
  return undefined;
}

test("a series that applies needs nothing, and one behind what a stable tree has taken already neither", async () => {
  const rig = await GitRig.make();
  const first = await rig.commit({ a: file }, "first");
  const up = await rig.commit({ a: changed(20, "up") }, "up", first);
  const message = `up\n\ncommit ${up.commit} upstream.\n`;
  const stable = await rig.commit({ a: changed(20, "up") }, message, first);
  const mine = await rig.commit({ a: text(numbered.with(19, "up").with(20, "mine")) }, "m", up);
  const { found } = await lackedBy({ rig, stable, commits: [first, up], mine });
  expect(found.commits).toEqual([]);
  expect(found.tree).toBeDefined();
});

test("what no commit of the base explains is said to be in the way still", async () => {
  const rig = await GitRig.make();
  const first = await rig.commit({ a: file }, "first");
  const up = await rig.commit({ a: changed(3, "up") }, "up", first);
  const stable = await rig.commit({ a: changed(20, "stable") }, "stable's own", first);
  const mine = await rig.commit({ a: text(numbered.with(2, "up").with(19, "mine")) }, "m", up);
  const { found, patches } = await lackedBy({ rig, stable, commits: [first, up], mine });
  expect(found).toMatchObject({ stuck: patches[0]?.name });
  expect(found.tree).toBeUndefined();
});

test("trees without a history in common are not compared", async () => {
  const rig = await GitRig.make();
  const stable = await rig.commit({ a: changed(20, "x") }, "an archive");
  const up = await rig.commit({ a: file }, "first");
  const mine = await rig.commit({ a: changed(20, "mine") }, "mine", up);
  const { found } = await lackedBy({ rig, stable, commits: [up], mine });
  expect(found.why).toContain("no history in common");
});
