// A kept build moved from tree to tree: make must see only what changed, and nothing of an interrupted one.

import { mkdir, readdir, readFile, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../test/folder-rig.ts";
import { GitRig } from "../test/git-rig.ts";
import { KeptBuild } from "./kept-build.ts";

async function rig() {
  const git = await GitRig.make();
  const first = await git.commit({
    same: "same\n",
    changes: "1\n",
    goes: "x\n",
    "d/deep": "deep\n",
  });
  const second = await git.commit({
    same: "same\n",
    changes: "2\n",
    comes: "y\n",
    "d/deep": "deep\n",
  });
  const dir = join(await temporaryFolder(), "kept");
  const kept = new KeptBuild(dir);
  await kept.moveTo(git.git, first.tree);
  await writeFile(join(kept.objects, "same.o"), "object");
  const before = await timesOf(kept);
  return { git: git.git, first, second, kept, dir, before };
}

/** When each source file was last written, to the nanosecond. */
async function timesOf({ source }: KeptBuild): Promise<Map<string, bigint>> {
  const names = ["same", "d/deep", "changes"];
  const stats = await Promise.all(names.map((name) => stat(join(source, name), { bigint: true })));
  return new Map(names.map((name, at) => [name, stats[at]?.mtimeNs ?? 0n]));
}

test.concurrent("only the files that differ get a new time stamp; what is gone is gone", async () => {
  const { git, second, kept, before } = await rig();
  await kept.moveTo(git, second.tree);
  expect((await readdir(kept.source)).toSorted()).toEqual(["changes", "comes", "d", "same"]);
  expect(await readFile(join(kept.source, "changes"), "utf8")).toBe("2\n");
  const after = await timesOf(kept);
  const same = [...after].filter(([name, time]) => before.get(name) === time);
  expect(same.map(([name]) => name)).toEqual(["same", "d/deep"]);
  expect(await readdir(kept.objects)).toEqual(["same.o"]);
});

test.concurrent("a move to the tree that is there touches nothing", async () => {
  const { git, first, kept, dir, before } = await rig();
  await new KeptBuild(dir).moveTo(git, first.tree);
  expect(await timesOf(kept)).toEqual(before);
});

test.concurrent("there and back again gives the first tree's files", async () => {
  const { git, first, second, kept } = await rig();
  await kept.moveTo(git, second.tree);
  await kept.moveTo(git, first.tree);
  expect((await readdir(kept.source)).toSorted()).toEqual(["changes", "d", "goes", "same"]);
  expect(await readFile(join(kept.source, "changes"), "utf8")).toBe("1\n");
});

test.concurrent("an interrupted make leaves no object behind, and the sources alone", async () => {
  const { git, first, kept, dir, before } = await rig();
  await expect(
    kept.making(async () => {
      throw new Error("make was stopped");
    }),
  ).rejects.toThrow("make was stopped");
  await new KeptBuild(dir).moveTo(git, first.tree);
  expect(await readdir(kept.objects)).toEqual([]);
  expect(await timesOf(kept)).toEqual(before);
});

test.concurrent("a make that came back keeps its objects, whatever it said", async () => {
  const { git, first, kept, dir } = await rig();
  expect(await kept.making(async () => ({ exitCode: 2 }))).toEqual({ exitCode: 2 });
  await new KeptBuild(dir).moveTo(git, first.tree);
  expect(await readdir(kept.objects)).toEqual(["same.o"]);
});

test.concurrent("an interrupted move is made anew from nothing", async () => {
  const { git, first, kept, dir } = await rig();
  await writeFile(join(dir, "moving"), first.tree);
  await writeFile(join(kept.source, "changes"), "half");
  await new KeptBuild(dir).moveTo(git, first.tree);
  expect(await readFile(join(kept.source, "changes"), "utf8")).toBe("1\n");
  expect(await readdir(kept.objects)).toEqual([]);
});

test.concurrent("an equal .config is left alone, another is written", async () => {
  const { kept } = await rig();
  const path = join(kept.objects, ".config");
  await kept.configure(Buffer.from("CONFIG_A=y\n"));
  const long = new Date(2001, 1, 1);
  await utimes(path, long, long);
  await kept.configure(Buffer.from("CONFIG_A=y\n"));
  expect((await stat(path)).mtimeMs).toBe(long.getTime());
  await kept.configure(Buffer.from("CONFIG_A=n\n"));
  expect(await readFile(path, "utf8")).toBe("CONFIG_A=n\n");
});

test.concurrent("a product is copied out, and stays where the next make looks for it", async () => {
  const { kept } = await rig();
  const to = join(await temporaryFolder(), "copy");
  await mkdir(join(kept.objects, "arch"));
  await writeFile(join(kept.objects, "arch/bzImage"), "image");
  await kept.copyOut("arch/bzImage", to);
  expect(await readFile(to, "utf8")).toBe("image");
  expect(await kept.text("arch/bzImage")).toBe("image");
});
