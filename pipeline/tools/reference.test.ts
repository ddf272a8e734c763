// A clone of the user's beside the store: its objects are used, and nothing of it is taken for granted.
// @module-tag process

import { execFileSync } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Random } from "../model/random.ts";
import { temporaryFolder } from "../test/folder-rig.ts";
import { httpServer } from "../test/git-servers.ts";
import { grown, Served } from "../test/served-rig.ts";
import { Git } from "./git.ts";
import { healRepository, suspectRepository } from "./heal-repository.ts";
import { fetchHistory } from "./partial-history.ts";
import { ObjectDatabase } from "./object-database.ts";
import { objectsOf } from "./reference.ts";

async function cloned() {
  const served = await Served.make();
  const old = await grown(served, new Random(1), { files: 30, commits: 10 });
  await served.branch(old.tip);
  const server = await httpServer(served.root);
  const clone = join(await temporaryFolder(), "linux");
  git("clone", "-q", "--no-local", "-b", "main", served.dir, clone);
  const dir = join(await temporaryFolder(), "heads.git");
  return { served, old, server, url: server.url(`${served.name}/.git`), clone, dir };
}

function git(...args: string[]): string {
  return execFileSync("git", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
}

const wanted = (url: string, commit: string) => ({
  url,
  commit,
  ref: `refs/twinboot/git/${commit}`,
});

test("what the clone has is not fetched, and a moved head brings the difference", async () => {
  const { served, old, server, url, clone, dir } = await cloned();
  expect(await healRepository(dir, await objectsOf(clone))).toBeUndefined();
  const heads = new Git(dir);
  await fetchHistory(heads, wanted(url, old.tip.commit));
  expect(server.requests).toBe(0);
  const text = "d0/f0.c";
  expect(await heads.must("cat-file", "-t", `${old.tip.commit}:${text}`)).toBe("blob");
  const moved = await served.rig.commit({ ...old.tree, [text]: "new\n" }, "new", old.tip);
  await fetchHistory(heads, wanted(url, moved.commit));
  expect(server.requests).toBe(1);
  expect(await heads.must("rev-list", "--count", moved.commit)).toBe("12");
  expect(String(await ObjectDatabase.of(dir).file(moved.commit, text))).toBe("new\n");
});

test("a clone that is no longer named, or another one, makes the repository anew", async () => {
  const { old, url, clone, dir } = await cloned();
  const objects = await objectsOf(clone);
  await healRepository(dir, objects);
  await fetchHistory(new Git(dir), wanted(url, old.tip.commit));
  expect(await healRepository(dir, objects)).toBeUndefined();
  expect(await new Git(dir).has(old.tip.commit)).toBe(true);
  expect(await healRepository(dir)).toContain(`it borrows objects of ${objects}`);
  expect(await new Git(dir).has(old.tip.commit)).toBe(false);
});

test("no clone, a shallow one and one without trees are the user's mistakes", async () => {
  const { served, clone } = await cloned();
  await expect(objectsOf("/nonexistent")).rejects.toThrow("git.reference: /nonexistent is no git");
  const empty = await temporaryFolder();
  await expect(objectsOf(empty)).rejects.toThrow("is no git repository");
  const [shallow, treeless] = [`${clone}-shallow`, `${clone}-treeless`];
  git("clone", "-q", "--depth=2", "-b", "main", `file://${served.dir}`, shallow);
  await expect(objectsOf(shallow)).rejects.toThrow("is a shallow clone");
  git("clone", "-q", "-n", "--filter=tree:0", "-b", "main", `file://${served.dir}`, treeless);
  await expect(objectsOf(treeless)).rejects.toThrow("was cloned without its trees");
});

test("a repository without files is whole: after many fetches, and once it was suspected", async () => {
  const { served, old, url, dir } = await cloned();
  const heads = await Git.init(dir);
  await fetchHistory(heads, wanted(url, old.tip.commit));
  await manyPacks(dir);
  await heads.tidy();
  const moved = await served.rig.commit({ ...old.tree, x: "new\n" }, "new", old.tip);
  await fetchHistory(heads, wanted(url, moved.commit));
  await suspectRepository(dir);
  expect(await healRepository(dir)).toBeUndefined();
  expect(await heads.must("rev-list", "--count", moved.commit)).toBe("12");
  expect(String(await ObjectDatabase.of(dir).file(moved.commit, "d0/f0.c"))).toContain("line 0");
});

test("with a clone beside it, tidying leaves the clone's objects where they are", async () => {
  const { old, url, clone, dir } = await cloned();
  await healRepository(dir, await objectsOf(clone));
  const heads = new Git(dir);
  await fetchHistory(heads, wanted(url, old.tip.commit));
  await manyPacks(dir);
  await heads.tidy();
  expect(await readFile(join(dir, "objects/info/alternates"), "utf8")).toContain(clone);
  const own = await heads.must("count-objects", "-v");
  expect(Number(/^in-pack: (\d+)$/m.exec(own)?.[1])).toBeLessThan(250);
  expect(git("-C", clone, "fsck")).toBe("");
  await rm(join(dir, "objects/info/alternates"));
  expect(await heads.has(old.tip.commit)).toBe(false);
});

/** More than a repository is left with. */
async function manyPacks(dir: string): Promise<void> {
  await mkdir(join(dir, "objects/pack"), { recursive: true });
  for (let n = 0; n < 101; n += 1) {
    const path = join(dir, "blob");
    await writeFile(path, `pack ${n}\n`);
    const id = git(`--git-dir=${dir}`, "hash-object", "-w", path);
    execFileSync(
      "git",
      [`--git-dir=${dir}`, "pack-objects", "-q", join(dir, "objects/pack/pack")],
      {
        input: `${id}\n`,
        stdio: ["pipe", "ignore", "pipe"],
      },
    );
  }
}
