// One run at a time for a store: kept folders and work folders are not shared.

import { randomUUID } from "node:crypto";
import { link, lstat, readdir, readFile, readlink, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { InfraError } from "../model/errors.ts";

/**
 * Takes the store's lock; a lock whose owner is gone counts for nothing. Gives back how to release it. Throws
 * InfraError where it is held, or where nobody here can know whether its owner lives.
 */
export async function lockStore(dir: string): Promise<() => Promise<void>> {
  const path = join(dir, "lock");
  await take(path, textOf(await ourselves()));
  await sweep(dir);
  return () => rm(path, { force: true });
}

/** Of many that find an owner dead, one at a time may put itself in its place, and looks again before it does. */
async function take(path: string, mine: string): Promise<void> {
  if (await created(path, mine)) return;
  await refuseWhileOwned(path);
  const guard = `${path}.takeover`;
  await take(guard, mine);
  try {
    await refuseWhileOwned(path);
    await rename(await aside(path, mine), path);
  } finally {
    await rm(guard, { force: true });
  }
}

/** A process id says who that is only with when it began, in which namespace of ids, since which boot of which host. */
type Owner = {
  readonly pid: string;
  readonly began: string;
  readonly boot: string;
  readonly ids: string;
  readonly host: string;
};

async function ourselves(): Promise<Owner> {
  return {
    pid: String(process.pid),
    began: await startTime(process.pid),
    boot: (await readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => "")).trim(),
    ids: await readlink("/proc/self/ns/pid").catch(() => ""),
    host: hostname(),
  };
}

function textOf({ pid, began, boot, ids, host }: Owner): string {
  return [pid, began, boot, ids, host].join(" ");
}

async function refuseWhileOwned(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (found && !found.isFile())
    throw new InfraError(`${path} is a folder or a link, not a lock file`, `inspect ${path}`);
  const words = (await readFile(path, "utf8").catch(() => "")).split(" ");
  const [pid = "", began, boot, , host] = words;
  const us = await ourselves();
  if (host !== undefined && isElsewhere(words, us))
    throw unknown(path, host === us.host ? "another container of this host" : `the host ${host}`);
  const isOfNow = boot === undefined || boot === us.boot;
  if (isOfNow && began === (await startTime(Number(pid)))) throw busy(pid);
}

/** Nothing survives a restart of this host. On another host, or in another container, it is not known. */
function isElsewhere([, , boot, ids, host]: readonly string[], us: Owner): boolean {
  return host !== us.host || (ids !== us.ids && boot === us.boot);
}

/** The file appears with its content: a lock is never seen without an owner. */
async function created(path: string, content: string): Promise<boolean> {
  const file = await aside(path, content);
  try {
    await link(file, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(file, { force: true });
  }
}

async function aside(path: string, content: string): Promise<string> {
  const file = `${path}.${process.pid}.${randomUUID()}`;
  await writeFile(file, content);
  return file;
}

/** What those left beside the lock who were killed while they took it. */
async function sweep(dir: string): Promise<void> {
  for (const name of await readdir(dir)) {
    const pid = /^lock\.(?:takeover\.)*(\d+)\.[0-9a-f-]{36}$/.exec(name)?.[1];
    if (pid !== undefined && (await startTime(Number(pid))) === gone)
      await rm(join(dir, name), { force: true });
  }
}

const gone = "gone";

/** When a process began, in clock ticks since boot (proc(5), stat field 22): a process id alone is used again. */
async function startTime(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? gone;
}

function busy(pid: string): InfraError {
  return new InfraError(
    `another twinboot (process ${pid}) is using this store`,
    "wait for it, or use another store: TWINBOOT_STORE=/path ./twinboot ...",
  );
}

function unknown(path: string, where: string): InfraError {
  return new InfraError(
    `this store is in use by a process on ${where}, which cannot be checked from here`,
    `wait for it; if it has ended: rm ${path}`,
  );
}
