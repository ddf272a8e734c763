// Objects of a head: made by one recipe, never by half, and copied for everybody else.
// @module-tag process

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import {
  mkdir,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { digestOf } from "../model/digest.ts";
import { temporaryFolder } from "../test/folder-rig.ts";
import { HeadObjects } from "./head-objects.ts";
import { mustRun } from "./shell.ts";

const [recipe, other] = [digestOf("one"), digestOf("another")];

async function made() {
  const dir = await temporaryFolder();
  const objects = new HeadObjects(dir, "objects");
  await objects.make(recipe, async ({ dir: folder }) => writeFile(join(folder, "a.o"), "object"));
  return { dir, objects, there: () => readdir(objects.folder.dir) };
}

const nothing = async (): Promise<void> => undefined;
const stopped = async (): Promise<void> => {
  throw new Error("make was stopped");
};

test.concurrent("what was made by the same recipe stays for the next make", async () => {
  const { dir, objects, there } = await made();
  expect(await new HeadObjects(dir, "objects").isMade(recipe)).toBe(true);
  await objects.make(recipe, nothing);
  expect(await there()).toEqual(["a.o"]);
});

test.concurrent("another recipe begins with nothing", async () => {
  const { objects, there } = await made();
  expect(await objects.isMade(other)).toBe(false);
  await objects.make(other, nothing);
  expect(await there()).toEqual([]);
});

test.concurrent("whatever a make left there goes with it: folders deeper than a path may be long too", async () => {
  const { objects, there } = await made();
  const deepen =
    "mkdir('.config'); chdir('.config'); for (1..300) { mkdir('d' x 50); chdir('d' x 50) }";
  await objects.make(recipe, async ({ dir }) => mustRun(["perl", "-e", deepen], { cwd: dir }));
  await objects.folder.write(".config", "CONFIG_X=y\n");
  expect(await objects.folder.text(".config")).toBe("CONFIG_X=y\n");
  await objects.make(recipe, async ({ dir }) =>
    mustRun(["perl", "-e", deepen.replaceAll(".config", "deep")], { cwd: dir }),
  );
  await objects.make(other, nothing);
  expect(await there()).toEqual([]);
});

test.concurrent("after a make that never came back, the next begins with nothing", async () => {
  const { objects, there } = await made();
  await expect(objects.make(recipe, stopped)).rejects.toThrow("make was stopped");
  expect(await objects.isMade(recipe)).toBe(false);
  await objects.make(recipe, nothing);
  expect(await there()).toEqual([]);
});

test.concurrent.each<[string, (dir: string) => Promise<unknown>]>([
  ["an object is cut", (dir) => truncate(join(dir, "objects/a.o"), 3)],
  ["an object is lost", (dir) => rm(join(dir, "objects/a.o"))],
  ["an object is newer", (dir) => utimes(join(dir, "objects/a.o"), 2e9, 2e9)],
  ["an object was added", (dir) => writeFile(join(dir, "objects/b.o"), "object")],
  ["an object is a link", (dir) => linkAt(join(dir, "objects/a.o"))],
  ["all are lost", (dir) => rm(join(dir, "objects"), { recursive: true })],
  ["the mark is empty", (dir) => truncate(join(dir, "objects.made"), 0)],
  ["the mark is a folder", (dir) => folderAt(join(dir, "objects.made"))],
  ["the mark is a FIFO", (dir) => fifoAt(join(dir, "objects.made"))],
])("where %s, the next begins with nothing", async (_, damage) => {
  const { dir, objects, there } = await made();
  await damage(dir);
  expect(await objects.isMade(recipe)).toBe(false);
  await objects.make(recipe, async ({ dir: folder }) => {
    expect(await readdir(folder)).toEqual([]);
    await writeFile(join(folder, "a.o"), "again");
  });
  expect([await objects.isMade(recipe), await there()]).toEqual([true, ["a.o"]]);
});

async function linkAt(path: string): Promise<void> {
  await rm(path);
  await symlink("/etc/passwd", path);
}

async function folderAt(path: string): Promise<void> {
  await rm(path);
  await mkdir(path);
}

async function fifoAt(path: string): Promise<void> {
  await rm(path);
  execFileSync("mkfifo", [path]);
}

test.concurrent("a copy of the store, with inodes of its own, is as good as the store", async () => {
  const { dir } = await made();
  const copy = join(await temporaryFolder(), "kept");
  execFileSync("cp", ["-a", dir, copy]);
  expect(await new HeadObjects(copy, "objects").isMade(recipe)).toBe(true);
});

test.concurrent("where the clock went back, nothing counts as made", async () => {
  const { dir, objects } = await made();
  const ahead = new Date(Date.now() + 60_000);
  await utimes(join(dir, "objects.made"), ahead, ahead);
  expect(await objects.isMade(recipe)).toBe(false);
});

test.concurrent("what a make dated in the future is as old as the make, and no link is followed", async () => {
  const { objects } = await made();
  const outside = join(await temporaryFolder(), "file");
  await writeFile(outside, "");
  const future = new Date("2040-01-01");
  await utimes(outside, future, future);
  await objects.make(recipe, async ({ dir }) => {
    await writeFile(join(dir, "b.o"), "");
    await utimes(join(dir, "b.o"), future, future);
    await symlink(outside, join(dir, "c.o"));
  });
  expect((await stat(join(objects.folder.dir, "b.o"))).mtimeMs).toBeLessThanOrEqual(Date.now());
  expect((await stat(outside)).mtimeMs).toBe(future.getTime());
});

test.concurrent("a copy shares no file with the original, and has its time stamps", async () => {
  const { objects } = await made();
  const original = join(objects.folder.dir, "a.o");
  const copy = await objects.copyTo(join(await temporaryFolder(), "copy"));
  const [one, two] = [
    await stat(original, { bigint: true }),
    await stat(join(copy.dir, "a.o"), { bigint: true }),
  ];
  expect(two.ino).not.toBe(one.ino);
  expect(two.mtimeNs).toBe(one.mtimeNs);
  await writeFile(join(copy.dir, "a.o"), "EVIL");
  expect(await readFile(original, "utf8")).toBe("object");
});

test.concurrent("an equal file is left alone, another takes the place of what is there", async () => {
  const { objects } = await made();
  const path = join(objects.folder.dir, ".config");
  await objects.folder.write(".config", "CONFIG_A=y\n");
  const long = new Date(2001, 1, 1);
  await utimes(path, long, long);
  await objects.folder.write(".config", "CONFIG_A=y\n");
  expect((await stat(path)).mtimeMs).toBe(long.getTime());
  await objects.folder.write(".config", "CONFIG_A=n\n");
  expect(await objects.folder.text(".config")).toBe("CONFIG_A=n\n");
});

test.concurrent("nothing is written through a link that a build left", async () => {
  const { objects } = await made();
  const victim = join(await temporaryFolder(), "victim");
  await symlink(victim, join(objects.folder.dir, ".config"));
  await objects.folder.write(".config", "CONFIG_A=y\n");
  expect(existsSync(victim)).toBe(false);
  expect(await objects.folder.text(".config")).toBe("CONFIG_A=y\n");
});
