// A kept source folder moved from tree to tree: what is the head's keeps the head's time stamp, and holds the head's bytes.

import { lstat, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
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
