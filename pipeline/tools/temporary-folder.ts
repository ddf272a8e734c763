// Folders in the temporary directory that say whose they are, so that those of a killed process can be taken away.

import { lstat, mkdtemp, readdir, readFile, readlink, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** An empty folder of this process. Its path is short: a socket's may have 107 bytes. */
export async function temporaryFolder(): Promise<string> {
  const [ids, began] = [await namespace(), await startTime(process.pid)];
  return mkdtemp(join(tmpdir(), `twinboot-${ids}-${process.pid}-${began}-`));
}

/** Takes away those of dead processes: of this user, and whose process id means something here. Gives how many. */
export async function sweepTemporaryFolders(): Promise<number> {
  const ids = await namespace();
  let swept = 0;
  for (const name of await readdir(tmpdir())) {
    const [, of, pid, began] = /^twinboot-(\d+)-(\d+)-(\d+)-\w{6}$/.exec(name) ?? [];
    if (of !== ids || began === (await startTime(Number(pid)))) continue;
    const path = join(tmpdir(), name);
    const found = await lstat(path).catch(() => undefined);
    if (!found?.isDirectory() || found.uid !== process.getuid?.()) continue;
    await rm(path, { recursive: true, force: true });
    swept += 1;
  }
  return swept;
}

/** The number of the namespace of process ids that we are in: those of another container say nothing to us. */
async function namespace(): Promise<string> {
  const link = await readlink("/proc/self/ns/pid").catch(() => "");
  return /\d+/.exec(link)?.[0] ?? "0";
}

/** In clock ticks since boot (proc(5), stat field 22); 0 if there is no such process. */
async function startTime(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "0";
}
