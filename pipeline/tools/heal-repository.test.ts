// A kept repository that is damaged goes, so that it is made anew; a good one stays as it is.
// @module-tag process

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import {
  cp,
  mkdir,
  open,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { temporaryFolder } from "../test/folder-rig.ts";
import { healRepository, suspectRepository } from "./heal-repository.ts";

/** Made once; each test has a copy of its own. */
let whole: string;
let dir: string;
let commit: string;

function git(...args: string[]): string {
  const who = ["-c", "user.name=a", "-c", "user.email=a@b"];
  return execFileSync("git", [`--git-dir=${dir}`, ...who, ...args], { encoding: "utf8" }).trim();
}

beforeAll(async () => {
  dir = whole = join(await temporaryFolder(), "heads.git");
  execFileSync("git", ["init", "--quiet", "--bare", dir]);
  const blob = execFileSync("git", [`--git-dir=${dir}`, "hash-object", "-w", "--stdin"], {
    input: "x".repeat(10_000),
    encoding: "utf8",
  }).trim();
  const tree = execFileSync("git", [`--git-dir=${dir}`, "mktree"], {
    input: `100644 blob ${blob}\tfile\n`,
    encoding: "utf8",
  }).trim();
  commit = git("commit-tree", tree, "-m", "x");
  git("update-ref", "refs/twinboot/x", commit);
  git("repack", "-a", "-d", "--quiet");
  git("prune-packed");
});

beforeEach(async () => {
  dir = join(await temporaryFolder(), "heads.git");
  await cp(whole, dir, { recursive: true });
});

async function packFile(ending: string): Promise<string> {
  const folder = join(dir, "objects/pack");
  const name = (await readdir(folder)).find((one) => one.endsWith(ending));
  return join(folder, name ?? "absent");
}

/** Git's own files are read-only, which root does not notice and others must. */
async function changed(path: string, at: number): Promise<void> {
  const bytes = await readFile(path);
  bytes[at] = (bytes[at] ?? 0) ^ 0xff;
  await rm(path);
  await writeFile(path, bytes);
}

async function half(path: string): Promise<void> {
  const bytes = await readFile(path);
  await rm(path);
  await writeFile(path, bytes);
  await truncate(path, Math.floor((await stat(path)).size / 2));
}

test("a repository that is whole stays, also where it was suspected, and where there is none nothing is", async () => {
  expect(await healRepository(dir)).toBeUndefined();
  await suspectRepository(dir);
  expect(await healRepository(dir)).toBeUndefined();
  expect(existsSync(join(dir, "suspect"))).toBe(false);
  expect(git("cat-file", "-t", commit)).toBe("commit");
  expect(await healRepository(join(dir, "nowhere"))).toBeUndefined();
});

describe("a repository goes, and it is said,", () => {
  test.each<[string, () => Promise<unknown>, string]>([
    ["with half a pack", async () => half(await packFile(".pack")), "is not whole"],
    ["with an empty pack", async () => truncate(await packFile(".pack"), 0), "is not whole"],
    ["with half an index", async () => half(await packFile(".idx")), "is not whole"],
    ["without a pack", async () => rm(await packFile(".pack")), "is not whole"],
    ["with a folder for a pack", folderForPack, "is not whole"],
    ["without objects", () => rm(join(dir, "objects"), { recursive: true }), "has no objects"],
    ["without HEAD", () => rm(join(dir, "HEAD")), "HEAD"],
    ["with an empty HEAD", () => truncate(join(dir, "HEAD"), 0), "HEAD"],
    ["that is a file", fileForRepository, "has no objects"],
  ])("%s", async (_, damage, words) => {
    await damage();
    expect(await healRepository(dir)).toContain(words);
    expect(existsSync(dir)).toBe(false);
  });

  test.each<[string, () => Promise<unknown>, string]>([
    [
      "a byte of a pack",
      async () => changed(await packFile(".pack"), 40),
      "does not hold its digest",
    ],
    ["a byte of an index", async () => changed(await packFile(".idx"), 1040), "does not hold"],
    ["a ref to nothing", () => writeFile(join(dir, "refs/twinboot/y"), `${"1".repeat(40)}\n`), ""],
  ])("once git could not read it: %s", async (_, damage, words) => {
    await damage();
    expect(await healRepository(dir)).toBeUndefined();
    await suspectRepository(dir);
    expect(await healRepository(dir)).toContain(words);
    expect(existsSync(dir)).toBe(false);
  });
});

async function folderForPack(): Promise<void> {
  const path = await packFile(".pack");
  await rm(path);
  await mkdir(path);
}

async function fileForRepository(): Promise<void> {
  await rm(dir, { recursive: true });
  await writeFile(dir, "");
}

test("what a git that was killed left there is in nobody's way, and takes up no disk", async () => {
  const left = [
    "shallow.lock",
    "packed-refs.lock",
    "config.lock",
    "refs/twinboot/x.lock",
    "objects/info/commit-graph.lock",
    "objects/pack/tmp_pack_AbCdEf",
    "objects/pack/tmp_idx_AbCdEf",
  ];
  for (const name of left) await writeFile(join(dir, name), "half");
  expect(await healRepository(dir)).toBeUndefined();
  expect(left.filter((name) => existsSync(join(dir, name)))).toEqual([]);
  git("update-ref", "refs/twinboot/x", commit);
  git("pack-refs", "--all");
});

test("somebody's own repository, which a link leads to, keeps its hooks and its configuration", async () => {
  const link = join(await temporaryFolder(), "heads.git");
  await symlink(dir, link);
  const before = await readFile(join(dir, "config"), "utf8");
  expect(await healRepository(link)).toContain("it is a link");
  expect([existsSync(link), existsSync(join(dir, "hooks"))]).toEqual([false, true]);
  expect(await readFile(join(dir, "config"), "utf8")).toBe(before);
  expect(git("cat-file", "-t", commit)).toBe("commit");
});

test("no program that a repository names is run: not by its configuration, not as a hook", async () => {
  await writeFile(join(dir, "config"), '[core]\n\tbare = true\n\tfsmonitor = "touch owned"\n');
  const hook = await open(join(dir, "hooks/reference-transaction"), "w", 0o755);
  await hook.writeFile("#!/bin/sh\ntouch owned\n");
  await hook.close();
  expect(await healRepository(dir)).toBeUndefined();
  expect(git("config", "--local", "--list")).not.toContain("fsmonitor");
  expect(existsSync(join(dir, "hooks"))).toBe(false);
  git("update-ref", "refs/twinboot/z", commit);
  expect(existsSync("owned")).toBe(false);
});
