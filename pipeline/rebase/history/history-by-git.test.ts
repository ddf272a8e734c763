// Made-up histories with branches, merges and renames: what the index answers, real git answers too.
// @module-tag process

import { expect, test } from "vitest";
import type { SourceTree } from "../../model/described/head.ts";
import { Random } from "../../model/random.ts";
import { branchyHistory, type BranchyHistory } from "../../test/branchy-history.ts";
import { temporaryFolder } from "../../test/folder-rig.ts";
import { ObjectDatabase } from "../../tools/object-database.ts";
import { regionCommits } from "../cause/region-history.ts";
import { touching } from "../touching-commits.ts";
import { releasesOf } from "../upstream/releases.ts";
import { upstreamIndex } from "../upstream/upstream-index.ts";
import type { History, Marks } from "./history.ts";
import { indexedHistory } from "./indexed-history.ts";
import { relationOf } from "./relation.ts";

type Made = BranchyHistory & { readonly history: History };

const made = new Map<number, Promise<Made>>();

/** Indexed in two steps, the second of which is the difference only. */
async function madeFrom(seed: number): Promise<Made> {
  const making = made.get(seed) ?? indexed(seed);
  made.set(seed, making);
  return making;
}

async function indexed(seed: number): Promise<Made> {
  const all = await branchyHistory(new Random(seed), 40);
  const { rig, commits } = all;
  await indexedHistory(
    rig.git,
    commits.slice(5, 20).map(({ commit }) => commit),
  );
  const history = await indexedHistory(
    rig.git,
    commits.map(({ commit }) => commit),
  );
  return { ...all, history };
}

const seeds = Array.from({ length: 10 }, (_, at) => at + 1);
const fast = 2;
const slow = { tags: ["vm"] };

function property(title: string, holds: (made: Made, random: Random) => Promise<void>): void {
  const held = async (seed: number): Promise<void> =>
    holds(await madeFrom(seed), new Random(seed + 1000));
  test.each(seeds.slice(0, fast))(`history %i: ${title}`, held);
  test.each(seeds.slice(fast))(`history %i: ${title}`, slow, held);
}

function pair({ commits }: Made, random: Random): [SourceTree, SourceTree] {
  const later = commits.length - 1 - random.below(20);
  return [commits[random.below(later)], commits[later]] as [SourceTree, SourceTree];
}

function numberOf({ history }: Made, { commit }: SourceTree): number {
  const found = history.numberOf(commit);
  if (found === undefined) throw new Error(`${commit} is not in the index`);
  return found;
}

async function git({ rig }: Made, ...args: string[]): Promise<string[]> {
  return (await rig.run(args)).split("\n").filter(Boolean);
}

function ids({ history }: Made, marks: Marks): string[] {
  return Array.from(marks, (is, at) => (is ? [history.id(at)] : [])).flat();
}

property("a range has the commits of git rev-list", async (all, random) => {
  for (let n = 0; n < 20; n += 1) {
    const [from, to] = pair(all, random);
    const own = ids(all, all.history.between(numberOf(all, from), numberOf(all, to)));
    const theirs = await git(all, "rev-list", `${from.commit}..${to.commit}`);
    expect(own.toSorted()).toEqual(theirs.toSorted());
  }
});

property("two commits stand to each other as git merge-base says", async (all, random) => {
  for (let n = 0; n < 20; n += 1) {
    const [one, other] = pair(all, random);
    const [base] = await git(all, "merge-base", one.commit, other.commit);
    const theirs =
      base === one.commit ? "ancestor" : base === other.commit ? "descendant" : "parted";
    expect(relationOf(all.history, numberOf(all, one), numberOf(all, other))).toBe(theirs);
  }
});

property("a file was touched by the commits of git rev-list", async (all, random) => {
  for (const path of all.paths) {
    const [from, to] = pair(all, random);
    const marks = all.history.between(numberOf(all, from), numberOf(all, to));
    const own = all.history
      .touching([path], marks)
      .filter((at) => all.history.parents(at).length === 1);
    const range = `${from.commit}..${to.commit}`;
    // prettier-ignore
    const theirs = await git(all, "rev-list", "--full-history", "--no-merges", "--min-parents=1", range, "--", path);
    expect(own.map((at) => all.history.id(at)).toSorted()).toEqual(theirs.toSorted());
  }
});

property("its first parents changed a file where git log says so", async (all, random) => {
  const db = ObjectDatabase.of(all.rig.git.dir);
  for (const path of all.paths) {
    const [, { commit }] = pair(all, random);
    const own: string[] = [];
    const context = { git: all.rig.git, db };
    for (const one of await touching(context, commit, new Set([path]), "first-parents"))
      own.push(one.commit);
    // prettier-ignore
    const theirs = await git(all, "log", "--first-parent", "--min-parents=1", "--format=%H", commit, "--", path);
    expect(own).toEqual(theirs);
  }
});

property("lines were changed by the commits of git log -L", async (all, random) => {
  const { rig, history, paths } = all;
  const [db, workDir] = [ObjectDatabase.of(rig.git.dir), await temporaryFolder()];
  for (const path of paths)
    for (let n = 0; n < 4; n += 1) {
      const [from, to] = pair(all, random);
      const text = await rig.try(["cat-file", "blob", `${to.commit}:${path}`]);
      if (text.code !== 0) continue;
      const first = random.below(text.out.split("\n").length - 4);
      const range = { git: rig.git, db, workDir, history, from: from.commit, to: to.commit };
      const own = await regionCommits(range, path, [first, first + 3]);
      const lines = `-L${first + 1},${first + 3}:${path}`;
      // prettier-ignore
      const theirs = await git(all, "log", "--max-count=9", lines, "-s", "--format=%H", `${from.commit}..${to.commit}`);
      expect(own.map(({ commit }) => commit)).toEqual(theirs);
    }
});

property("a commit is in the release of git describe --contains", async (all) => {
  const { rig, commits } = all;
  const releases = await releasesOf(
    rig.git,
    commits.map(({ commit }) => commit),
  );
  for (const { commit } of commits) {
    const { code, out } = await rig.try(["describe", "--contains", commit]);
    expect(releases.get(commit)).toBe(code === 0 ? out.trim().replace(/[~^].*$/, "") : "");
  }
});

property("a commit has a twin in a head where git cherry says so", async (all, random) => {
  const { rig, commits, history } = all;
  for (const { commit } of commits) {
    const [parent, another] = history.parents(history.numberOf(commit) ?? -1);
    if (parent === undefined || another !== undefined) continue;
    const base = history.id(parent);
    const [, head] = pair(all, random);
    const paths = new Set(all.history.paths);
    const { commits: theirs } = await upstreamIndex(
      rig.git,
      { base, head: head.commit },
      { paths },
    );
    const { commits: own } = await upstreamIndex(rig.git, { base, head: commit }, { paths });
    const id = own.find((one) => one.commit === commit)?.ids?.u3;
    // prettier-ignore
    const [said] = await git(all, "cherry", head.commit, commit, base);
    const isThere = theirs.some(({ ids: its }) => its?.u3 === id);
    // What the head has itself, git cherry does not list.
    expect(isThere).toBe(said === undefined || said.startsWith("-"));
  }
});
