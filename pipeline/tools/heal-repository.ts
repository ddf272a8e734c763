// The bare repository of heads and rebased series: it can be recreated from its sources, so it is never repaired.

import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { lstat, mkdir, open, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isPartial } from "./absent-blobs.ts";
import { regularText } from "./files/regular-text.ts";
import { Git } from "./git.ts";

/**
 * Takes the repository away where it is damaged; traces that speak of its commits then stand for nothing, and are made
 * again. Gives what was done, for people. Packs are held against their indexes by the last bytes of both; against their
 * own digests, as a whole, only after `suspectRepository`. `borrowed`: a folder of objects that it may use of another
 * repository, and the only one.
 */
export async function healRepository(
  gitDir: string,
  borrowed?: string,
): Promise<string | undefined> {
  const healed = await withoutDamage(gitDir, borrowed);
  if (borrowed !== undefined) {
    await Git.init(gitDir);
    await mkdir(join(gitDir, "objects/info"), { recursive: true });
    await writeFile(join(gitDir, alternates), `${borrowed}\n`);
  }
  return healed;
}

async function withoutDamage(gitDir: string, borrowed?: string): Promise<string | undefined> {
  if (!(await lstat(gitDir).catch(() => undefined))) return undefined;
  const wrong =
    (await lacking(gitDir)) ??
    (await borrowedElsewhere(gitDir, borrowed)) ??
    (await wrongPack(gitDir)) ??
    (await suspected(gitDir));
  if (wrong === undefined) {
    await withoutCommands(gitDir);
    await withoutLeftovers(gitDir);
    return undefined;
  }
  await rm(gitDir, { recursive: true, force: true });
  return `${gitDir} is damaged: ${wrong}; it is made anew, with all that stands on it`;
}

/** A file of it names folders of objects outside, line by line (gitrepository-layout(5)). */
const alternates = "objects/info/alternates";

/** Without the objects that it was made with it is not whole; whoever names others may not be the user. */
async function borrowedElsewhere(gitDir: string, borrowed?: string): Promise<string | undefined> {
  const before = (await regularText(join(gitDir, alternates))).trim();
  return before === "" || before === borrowed ? undefined : `it borrows objects of ${before}`;
}

/** To be called where git could not read it. */
export async function suspectRepository(gitDir: string): Promise<void> {
  if (existsSync(gitDir)) await writeFile(join(gitDir, suspect), "");
}

const suspect = "suspect";

async function lacking(gitDir: string): Promise<string | undefined> {
  // Somebody's own repository would lose its hooks and its configuration.
  if ((await lstat(gitDir)).isSymbolicLink()) return "it is a link";
  for (const name of ["objects", "objects/pack", "refs"])
    if (!(await lstat(join(gitDir, name)).catch(() => undefined))?.isDirectory())
      return `it has no ${name}`;
  const head = await regularText(join(gitDir, "HEAD"));
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
    args: [
      ...(isPartial(gitDir) ? filesMayLack : []),
      "fsck",
      "--connectivity-only",
      "--no-dangling",
      "--no-progress",
    ],
  });
  if (!checked.ok) return checked.stderr.trim().split("\n").at(-1) ?? "git fsck says so";
  await rm(join(gitDir, suspect));
  return undefined;
}

/** Files that a head's history names need not be there (partial-history.ts); nobody is asked for them. */
const filesMayLack = ["-c", "remote.head.url=/dev/null", "-c", "remote.head.promisor=true"];

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
  for (const name of ["hooks", alternates, "config.worktree"])
    await rm(join(gitDir, name), { recursive: true, force: true });
  const path = join(gitDir, "config");
  if ((await regularText(path)) === config) return;
  await rm(path, { recursive: true, force: true });
  await writeFile(path, config);
}

/** The store is ours alone, so a lock that is there, or a pack without an end, is of a git that was killed. */
async function withoutLeftovers(gitDir: string): Promise<void> {
  for (const folder of [".", "refs", "info", "objects/info", "objects/pack"]) {
    const names = await readdir(join(gitDir, folder), { recursive: folder === "refs" }).catch(
      () => [],
    );
    for (const name of names.filter((one) => /\.lock$|^tmp_/.test(one)))
      await rm(join(gitDir, folder, name), { recursive: true, force: true });
  }
}
