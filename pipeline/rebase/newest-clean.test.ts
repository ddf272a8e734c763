// Where in a history a series applies as it is written: against git apply on every commit.
// @module-tag process

import { expect, test } from "vitest";
import { Random } from "../model/random.ts";
import { GitRig } from "../test/git-rig.ts";
import { numbered, text } from "../test/rebase-rig.ts";
import { temporaryFolder } from "../test/folder-rig.ts";
import { ObjectDatabase } from "../tools/object-database.ts";
import { newestClean } from "./newest-clean.ts";

test.each([1, 2, 3])(
  "history %i: the newest commit that git apply takes it on, and the next one",
  async (seed) => {
    const { rig, commits, patches } = await history(new Random(seed));
    const takes: boolean[] = [];
    for (const { commit } of commits) {
      await rig.run(["read-tree", commit]);
      const { code } = await rig.try(["apply", "--cached", "--check"], patches[0]?.text);
      takes.push(code === 0);
    }
    const newest = takes.lastIndexOf(true);
    const db = ObjectDatabase.of(rig.git.dir);
    const context = { git: rig.git, db, workDir: await temporaryFolder() };
    const found = await newestClean(context, commits.at(-1)?.commit ?? "", patches);
    expect(found.clean?.commit).toBe(commits[newest]?.commit);
    expect(found.broke?.commit).toBe(commits[newest + 1]?.commit);
  },
);

/** A patch, and eight commits in and out of its context, and back again. */
async function history(random: Random) {
  const rig = await GitRig.make();
  let lines: readonly string[] = numbered;
  const base = await rig.commit({ a: text(lines), b: "b\n" }, "base");
  const tip = await rig.commit({ a: text(lines.with(19, "mine")), b: "b\n" }, "mine", base);
  const commits = [base];
  for (let n = 0; n < 8; n += 1) {
    lines = turned(turned(lines, random.below(40), n), 20, n);
    commits.push(await rig.commit({ a: text(lines), b: `${n}\n` }, `up ${n}`, commits.at(-1)));
  }
  return { rig, commits, patches: await rig.patches(base, tip, "--full-index") };
}

/** The line changed, or back as it was. */
function turned(lines: readonly string[], at: number, n: number): readonly string[] {
  const old = numbered[at] ?? "";
  return lines.with(at, lines[at] === old ? `up ${n}` : old);
}

test("what the head has already is named as what has it, and a series that fits nowhere has no base", async () => {
  const rig = await GitRig.make();
  const base = await rig.commit({ a: text(numbered) }, "base");
  const tip = await rig.commit({ a: text(numbered.with(19, "mine")) }, "mine", base);
  const head = await rig.commit({ a: text(numbered.with(19, "mine")), b: "b\n" }, "more", tip);
  const patches = await rig.patches(base, tip, "--full-index");
  const db = ObjectDatabase.of(rig.git.dir);
  const context = { git: rig.git, db, workDir: await temporaryFolder() };
  expect(await newestClean(context, head.commit, patches)).toMatchObject({
    clean: { commit: base.commit, subject: "base" },
    broke: { commit: tip.commit, patch: patches[0]?.name, isThere: false },
  });
  const strange = await rig.commit({ a: "another\n" }, "strange");
  expect(await newestClean(context, strange.commit, patches)).toEqual({ tried: 1 });
});
