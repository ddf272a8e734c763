// A build's folder on its way to another machine: what make sees of it is the same, whatever the clocks say.
// @module-tag process

import { lstat, mkdir, readlink, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../test/folder-rig.ts";
import { packFolder, redateBetween, unpackFolder } from "./folder-archive.ts";

const { signal } = new AbortController();

async function folderOf(times: Readonly<Record<string, number>>): Promise<string> {
  const dir = join(await temporaryFolder(), "objects");
  await mkdir(join(dir, "sub"), { recursive: true });
  for (const [name, seconds] of Object.entries(times)) {
    await writeFile(join(dir, name), name);
    await utimes(join(dir, name), seconds, seconds);
  }
  return dir;
}

const changed = async (path: string) => (await lstat(path)).mtimeMs;

test("a folder comes out as it was put in: names, links, times", async () => {
  const dir = await folderOf({ "a.o": 1_700_000_000.25, "sub/b.o": 1_700_000_001.5 });
  await symlink("/etc/passwd", join(dir, "source"));
  const [file, to] = [join(await temporaryFolder(), "archive"), await temporaryFolder()];
  await packFolder(dir, file, signal);
  await unpackFolder(file, to, signal);
  expect(await changed(join(to, "a.o"))).toBe(1_700_000_000_250);
  expect(await changed(join(to, "sub/b.o"))).toBe(1_700_000_001_500);
  expect(await readlink(join(to, "source"))).toBe("/etc/passwd");
});

test("everything is dated between two moments, in the order that it had", async () => {
  const future = 4_000_000_000;
  const dir = await folderOf({ first: future, "sub/second": future + 100, third: future + 1000 });
  const [from, to] = [1_700_000_000_000, 1_700_000_002_000];
  await redateBetween(dir, from, to);
  const times = await Promise.all(
    ["first", "sub/second", "third"].map(async (name) => changed(join(dir, name))),
  );
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(new Set(times).size).toBe(3);
  for (const time of [...times, await changed(join(dir, "sub"))]) {
    expect(time).toBeGreaterThanOrEqual(from);
    expect(time).toBeLessThanOrEqual(to);
  }
});

test("a folder whose files have one time keeps one time", async () => {
  const dir = await folderOf({ a: 5, b: 5 });
  await utimes(join(dir, "sub"), 5, 5);
  await redateBetween(dir, 1000, 2000);
  expect(await changed(join(dir, "a"))).toBe(2000);
  expect(await changed(join(dir, "b"))).toBe(2000);
});
