// A kept folder's listing: what stores have of them was printed by find, and still holds.
// @module-tag process

import { mkdir, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { digestOf } from "../model/digest.ts";
import { temporaryFolder, writeFiles } from "../test/folder-rig.ts";
import { startedPrograms } from "../test/started-programs.ts";
import { folderListing } from "./folder-listing.ts";
import { mustRun } from "./shell.ts";

let dir: string;

beforeEach(async () => {
  dir = await temporaryFolder();
  await writeFiles(dir, { "a/b/x.o": "1", "lib-1.25 of": "22", "cache/c": "3", "d/cache/e": "" });
  await mkdir(join(dir, "empty"));
  await symlink("../x 1.5 y", join(dir, "a/link"));
  await mustRun(["mkfifo", join(dir, "pipe")]);
  await utimes(join(dir, "a/b/x.o"), 1e9 + 0.75, 1e9 + 0.75);
});

async function byFind(but?: string): Promise<string> {
  const left = but === undefined ? [] : ["-path", `${dir}/${but}`, "-prune", "-o"];
  const print = ["!", "-type", "d", "-printf", "%P %y %s %T@ %l\\n"];
  const lines = await mustRun(["find", dir, ...left, ...print]);
  return digestOf(
    lines
      .replaceAll(/(\d)\.\d+ /g, "$1 ")
      .split("\n")
      .toSorted()
      .join("\n"),
  );
}

test("it is find's, byte for byte, and starts no program", async () => {
  const expected = [await byFind(), await byFind("cache")];
  const started = startedPrograms();
  const before = started.length;
  expect([await folderListing(dir), await folderListing(dir, "cache")]).toEqual(expected);
  expect(started.slice(before)).toEqual([]);
});

test("a folder without files has one too, and what is no folder has none", async () => {
  expect(await folderListing(join(dir, "empty"))).toBe(digestOf(""));
  expect(await folderListing(join(dir, "none"))).toBeUndefined();
  expect(await folderListing(join(dir, "pipe"))).toBeUndefined();
});

test.each<[string, () => Promise<unknown>]>([
  ["size", () => writeFile(join(dir, "d/cache/e"), "longer")],
  ["second", () => utimes(join(dir, "a/b/x.o"), 1e9 + 1, 1e9 + 1)],
  ["name", () => writeFile(join(dir, "empty/new"), "")],
])("another %s is another listing", async (_, change) => {
  const before = await folderListing(dir, "cache");
  await change();
  expect(await folderListing(dir, "cache")).not.toBe(before);
});
