// One run at a time for a store: kept folders and work folders are not shared.

import { randomUUID } from "node:crypto";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { InfraError } from "../model/errors.ts";

/** Takes the store's lock; a lock whose owner is gone counts for nothing. Gives back how to release it. */
export async function lockStore(dir: string): Promise<() => Promise<void>> {
  const path = join(dir, "lock");
  const mine = `${process.pid} ${await startTime(process.pid)}`;
  await take(path, mine);
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

async function refuseWhileOwned(path: string): Promise<void> {
  const owner = await readFile(path, "utf8").catch(() => "");
  const pid = Number(owner.split(" ")[0]);
  if (owner && owner === `${pid} ${await startTime(pid)}`) throw busy(pid);
}

/** The file appears with its content: nobody can see a lock without an owner. */
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
  const file = `${path}.${randomUUID()}`;
  await writeFile(file, content);
  return file;
}

/** When a process began, in clock ticks since boot (proc(5), stat field 22): a process id alone is used again. */
async function startTime(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "gone";
}

function busy(pid: number): InfraError {
  return new InfraError(
    `another twinboot (process ${pid}) is using this store`,
    "wait for it, or use another store: TWINBOOT_STORE=/path ./twinboot ...",
  );
}
