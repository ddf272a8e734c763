// The kept bare repository of heads and rebased series: it can be made anew from what it came from, so nobody mends it.

import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { lstat, open, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Git } from "./git.ts";

/**
 * Takes the repository away where it is damaged; traces that speak of its commits then stand for nothing, and are made
 * again. Gives what was done, for people. Packs are held against their indexes by the last bytes of both; against their
 * own digests, as a whole, only after `suspectRepository`.
 */
export async function healRepository(gitDir: string): Promise<string | undefined> {
  if (!(await lstat(gitDir).catch(() => undefined))) return undefined;
  const wrong = (await lacking(gitDir)) ?? (await wrongPack(gitDir)) ?? (await suspected(gitDir));
  if (wrong === undefined) {
    await withoutCommands(gitDir);
    return undefined;
  }
  await rm(gitDir, { recursive: true, force: true });
  return `${gitDir} is damaged: ${wrong}; it is made anew, with all that stands on it`;
}

/** To be called where git could not read it. */
export async function suspectRepository(gitDir: string): Promise<void> {
  if (existsSync(gitDir)) await writeFile(join(gitDir, suspect), "");
}

const suspect = "suspect";

async function lacking(gitDir: string): Promise<string | undefined> {
  for (const name of ["objects", "objects/pack", "refs"])
    if (!(await lstat(join(gitDir, name)).catch(() => undefined))?.isDirectory())
      return `it has no ${name}`;
  const head = await textOf(join(gitDir, "HEAD"));
  return head.startsWith("ref: refs/") ? undefined : "its HEAD is none";
}

/** An index ends with the digest of its pack and its own, a pack with its own (gitformat-pack(5)). */
async function wrongPack(gitDir: string): Promise<string | undefined> {
  for (const pack of await packsOf(gitDir)) {
    const index = await tailOf(`${pack}.idx`, 2 * sha1);
    const own = await tailOf(`${pack}.pack`, sha1);
    if (!index || !own?.equals(index.subarray(0, sha1))) return `${pack}.pack is not whole`;
  }
  return undefined;
}

const sha1 = 20;

/** A pack without index is one that was never finished; git does not look at it. */
async function packsOf(gitDir: string): Promise<string[]> {
  const dir = join(gitDir, "objects/pack");
  const names = await readdir(dir);
  return names
    .filter((name) => name.endsWith(".idx"))
    .map((name) => join(dir, name.slice(0, -".idx".length)));
}

async function tailOf(path: string, bytes: number): Promise<Buffer | undefined> {
  const found = await lstat(path).catch(() => undefined);
  const file = found?.isFile() ? await open(path).catch(() => undefined) : undefined;
  if (!file) return undefined;
  try {
    const { size } = await file.stat();
    if (size < bytes) return undefined;
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, size - bytes);
    return bytesRead === bytes ? buffer : undefined;
  } finally {
    await file.close();
  }
}

async function suspected(gitDir: string): Promise<string | undefined> {
  if (!existsSync(join(gitDir, suspect))) return undefined;
  for (const pack of await packsOf(gitDir))
    for (const ending of ["pack", "idx"])
      if (!(await isWhole(`${pack}.${ending}`)))
        return `${pack}.${ending} does not hold its digest`;
  const checked = await new Git(gitDir).try({
    args: ["fsck", "--connectivity-only", "--no-dangling", "--no-progress"],
  });
  if (!checked.ok) return checked.stderr.trim().split("\n").at(-1) ?? "git fsck says so";
  await rm(join(gitDir, suspect));
  return undefined;
}

async function isWhole(path: string): Promise<boolean> {
  const { size } = await lstat(path);
  const hash = createHash("sha1");
  for await (const chunk of createReadStream(path, { end: Math.max(0, size - sha1 - 1) }))
    hash.update(chunk as Buffer);
  return (await tailOf(path, sha1))?.equals(hash.digest()) ?? false;
}

const config = "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n";

/** A repository out of a cache may name programs, which git would run: it gets the configuration of a new one. */
async function withoutCommands(gitDir: string): Promise<void> {
  for (const name of ["hooks", "objects/info/alternates", "config.worktree"])
    await rm(join(gitDir, name), { recursive: true, force: true });
  const path = join(gitDir, "config");
  if ((await textOf(path)) === config) return;
  await rm(path, { recursive: true, force: true });
  await writeFile(path, config);
}

/** Empty where it is none: a link may lead to something that never ends. */
async function textOf(path: string): Promise<string> {
  const found = await lstat(path).catch(() => undefined);
  return found?.isFile() ? readFile(path, "utf8") : "";
}
