// A kept source folder moved from tree to tree: what is the head's keeps the head's time stamp, and holds the head's bytes.
// @module-tag process

import { execFileSync } from "node:child_process";
import { lstat, readdir, readFile, rm, stat, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { digestOf } from "../model/digest.ts";
import { temporaryFolder } from "../test/folder-rig.ts";
import { GitRig } from "../test/git-rig.ts";
import { KeptBuild } from "./kept-build.ts";

const files = { same: "same\n", changes: "1\n", " goes": "x\n", "d/deep": "deep\n" };

async function rig() {
  const rigged = await GitRig.make();
  const head = await rigged.commit(files);
  const series = await rigged.commit({
    same: "same\n",
    changes: "2\n",
    comes: "y\n",
    "d/deep": "deep\n",
  });
  const other = await rigged.commit({ ...files, "d/deep": "deeper\n" });
  const dir = join(await temporaryFolder(), "kept");
  const kept = new KeptBuild(dir);
  await kept.moveTo(rigged.git, head.tree, head.tree);
  const before = await timesOf(kept);
  return { rigged, git: rigged.git, head, series, other, kept, dir, before };
}

/** When each source file was last written, to the nanosecond. */
async function timesOf({ source }: KeptBuild): Promise<Record<string, bigint>> {
  const names = (await readdir(source, { recursive: true })).toSorted();
  const stats = await Promise.all(
    names.map(async (name) => lstat(join(source, name), { bigint: true })),
  );
  const times = names.map((name, at) => [name, stats[at]] as const);
  return Object.fromEntries(
    times.flatMap(([name, one]) => (one?.isFile() ? [[name, one.mtimeNs]] : [])),
  );
}

async function textOf({ source }: KeptBuild, name: string): Promise<string> {
  return readFile(join(source, name), "utf8");
}

test.concurrent("only the files that differ get a new time stamp; what is gone is gone", async () => {
  const { git, series, head, kept, before } = await rig();
  await kept.moveTo(git, series.tree, head.tree);
  expect(await textOf(kept, "changes")).toBe("2\n");
  const { changes, comes, ...rest } = await timesOf(kept);
  expect(rest).toEqual({ same: before["same"], "d/deep": before["d/deep"] });
  expect(changes).toBeGreaterThan(before["changes"] ?? 0n);
  expect(comes).toBeDefined();
});

test.concurrent("a move to the tree that is there touches nothing", async () => {
  const { git, head, dir, kept, before } = await rig();
  await new KeptBuild(dir).moveTo(git, head.tree, head.tree);
  expect(await timesOf(kept)).toEqual(before);
});

test.concurrent("from series to series, what is the head's again is as old as it was", async () => {
  const { git, head, series, other, kept, before } = await rig();
  await kept.moveTo(git, series.tree, head.tree);
  await kept.moveTo(git, other.tree, head.tree);
  const { "d/deep": deep, ...rest } = await timesOf(kept);
  expect(rest["same"]).toBe(before["same"]);
  expect(rest["changes"]).toBeLessThan(before["changes"] ?? 0n);
  expect(rest[" goes"]).toBeLessThan(before[" goes"] ?? 0n);
  expect(deep).toBeGreaterThan(before["d/deep"] ?? 0n);
  expect([await textOf(kept, "changes"), await textOf(kept, "d/deep")]).toEqual([
    "1\n",
    "deeper\n",
  ]);
});

test.concurrent("what was dated back is not written again by the next move", async () => {
  const { git, head, series, kept } = await rig();
  await kept.moveTo(git, series.tree, head.tree);
  await kept.moveTo(git, head.tree, head.tree);
  const back = await timesOf(kept);
  await kept.moveTo(git, series.tree, head.tree);
  await kept.moveTo(git, head.tree, head.tree);
  expect(await timesOf(kept)).toEqual(back);
});

test.concurrent("under another head, what differs from the old one is newer than all that was made of it", async () => {
  const { git, series, head, kept } = await rig();
  const made = join(await temporaryFolder(), "made");
  await writeFile(made, "");
  const { mtimeNs } = await stat(made, { bigint: true });
  await kept.moveTo(git, series.tree, series.tree);
  await kept.moveTo(git, head.tree, head.tree);
  const { changes, " goes": back } = await timesOf(kept);
  expect(changes).toBeGreaterThanOrEqual(mtimeNs);
  expect(back).toBeGreaterThanOrEqual(mtimeNs);
});

test.concurrent("under another head no object folder of the old one takes up the disk", async () => {
  const { git, head, series, kept, dir } = await rig();
  for (const name of ["by-gcc-12", "by-gcc-14"])
    await kept.objects(name).make(digestOf(name), async (folder) => folder.write("object", ""));
  await kept.moveTo(git, series.tree, head.tree);
  expect(await readdir(dir)).toContain("by-gcc-12");
  await kept.moveTo(git, series.tree, series.tree);
  expect((await readdir(dir)).toSorted()).toEqual(["index", "source", "state"]);
});

test.concurrent("without a head the one before stays", async () => {
  const { git, head, series, kept, before } = await rig();
  await kept.moveTo(git, series.tree);
  await kept.moveTo(git, head.tree, head.tree);
  expect((await timesOf(kept))["same"]).toBe(before["same"]);
});

test.concurrent("an interrupted move is made anew from nothing", async () => {
  const { git, head, kept, dir } = await rig();
  await rm(join(dir, "state"));
  await writeFile(join(kept.source, "changes"), "half");
  await writeFile(join(kept.source, "left"), "over");
  await new KeptBuild(dir).moveTo(git, head.tree, head.tree);
  expect(await textOf(kept, "changes")).toBe("1\n");
  expect(await readdir(kept.source)).not.toContain("left");
});

test.concurrent("a copy of the store, with inodes of its own, is as good as the store", async () => {
  const { git, head, series, dir, before } = await rig();
  const copy = join(await temporaryFolder(), "kept");
  execFileSync("cp", ["-a", dir, copy]);
  const kept = new KeptBuild(copy);
  await kept.moveTo(git, head.tree, head.tree);
  expect(await timesOf(kept)).toEqual(before);
  await kept.moveTo(git, series.tree, head.tree);
  const { changes: _, comes: __, ...rest } = await timesOf(kept);
  expect(rest).toEqual({ same: before["same"], "d/deep": before["d/deep"] });
});

test.concurrent.each<[string, (dir: string, other: string) => Promise<unknown>]>([
  ["a file is another", (dir) => writeFile(join(dir, "source/changes"), "poisoned\n")],
  ["a file is cut", (dir) => truncate(join(dir, "source/d/deep"), 2)],
  ["a file is lost", (dir) => rm(join(dir, "source/same"))],
  ["a file is a link", async (dir) => instead(join(dir, "source/same"), "changes")],
  ["a folder is lost", (dir) => rm(join(dir, "source/d"), { recursive: true })],
  ["a file was added", (dir) => writeFile(join(dir, "source/localversion"), "-evil\n")],
  ["all sources are lost", (dir) => rm(join(dir, "source"), { recursive: true })],
  ["the index is cut", (dir) => truncate(join(dir, "index"), 40)],
  ["the index is empty", (dir) => truncate(join(dir, "index"), 0)],
  ["the index is lost", (dir) => rm(join(dir, "index"))],
  ["it says that it is of another tree", (dir, other) => writeFile(join(dir, "state"), other)],
  ["it says nothing", (dir) => truncate(join(dir, "state"), 0)],
  ["a FIFO stands for what it says", (dir) => fifoAt(join(dir, "state"))],
])("where %s, the folder is made anew", async (_, damage) => {
  const { git, head, series, kept, dir } = await rig();
  await damage(dir, `${head.tree}\n${series.tree}\n`);
  for (const tree of [head.tree, series.tree, head.tree]) {
    await new KeptBuild(dir).moveTo(git, tree, head.tree);
    expect((await readdir(kept.source)).toSorted()).toEqual(
      tree === head.tree ? [" goes", "changes", "d", "same"] : ["changes", "comes", "d", "same"],
    );
    expect(await textOf(kept, "changes")).toBe(tree === head.tree ? "1\n" : "2\n");
    expect(await textOf(kept, "same")).toBe("same\n");
    expect(await textOf(kept, "d/deep")).toBe("deep\n");
  }
});

async function instead(path: string, target: string): Promise<void> {
  await rm(path);
  await symlink(target, path);
}

async function fifoAt(path: string): Promise<void> {
  await rm(path);
  execFileSync("mkfifo", [path]);
}

test.concurrent("a tree's attributes change no bytes, neither of its own files nor of the next tree's", async () => {
  const { rigged, git, head, kept } = await rig();
  const attributes = "* text eol=crlf ident working-tree-encoding=UTF-16\n";
  const asking = { ".gitattributes": attributes, changes: "$Id$\n", new: "plain\n" };
  const tree = await rigged.commit(asking);
  await kept.moveTo(git, tree.tree, head.tree);
  expect([await textOf(kept, "changes"), await textOf(kept, "new")]).toEqual(["$Id$\n", "plain\n"]);
  await kept.moveTo(git, head.tree, head.tree);
  expect(await textOf(kept, "changes")).toBe("1\n");
});

test.concurrent("a folder that was a link is dated back file by file, and no link is followed", async () => {
  const { rigged, git, head, kept, before } = await rig();
  const outside = await temporaryFolder();
  await writeFile(join(outside, "deep"), "");
  const { mtimeNs } = await stat(join(outside, "deep"), { bigint: true });
  const link = { mode: "120000", text: outside } as const;
  const tree = await rigged.commit({ ...without("d/deep"), changes: link, d: link });
  await kept.moveTo(git, tree.tree, head.tree);
  await kept.moveTo(git, head.tree, head.tree);
  expect(await textOf(kept, "d/deep")).toBe("deep\n");
  expect((await timesOf(kept))["d/deep"]).toBeLessThan(before["d/deep"] ?? 0n);
  expect((await stat(join(outside, "deep"), { bigint: true })).mtimeNs).toBe(mtimeNs);
});

function without(path: keyof typeof files): Partial<typeof files> {
  const { [path]: _, ...rest } = files;
  return rest;
}
