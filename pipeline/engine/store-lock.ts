// One run at a time for a store: kept folders and work folders are not shared.

import { open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { InfraError } from "../model/errors.ts";

/** Takes the store's lock; a lock whose owner is gone counts for nothing. Gives back how to release it. */
export async function lockStore(dir: string): Promise<() => Promise<void>> {
  const path = join(dir, "lock");
  const mine = `${process.pid} ${await startTime(process.pid)}`;
  if (!(await created(path, mine))) {
    const owner = await readFile(path, "utf8");
    const pid = Number(owner.split(" ")[0]);
    if (owner && owner === `${pid} ${await startTime(pid)}`) throw busy(pid);
    await rm(path, { force: true });
    if (!(await created(path, mine))) throw busy(pid);
  }
  return () => rm(path, { force: true });
}

async function created(path: string, content: string): Promise<boolean> {
  try {
    const file = await open(path, "wx");
    await file.writeFile(content);
    await file.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
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
