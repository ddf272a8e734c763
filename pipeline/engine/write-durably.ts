// Files that are whole after a crash or a power cut: written aside, synced, renamed, and the folder synced.

import { open, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/** `aside`: an unused path on the same disk. */
export async function writeDurably(
  path: string,
  content: string | Uint8Array,
  aside = `${path}.new`,
): Promise<void> {
  await writeFile(aside, content, { flush: true });
  await takePlace(aside, path);
  await sync(dirname(path));
}

/** Moves a file to where something may be, a folder too. */
export async function takePlace(from: string, to: string): Promise<void> {
  await rename(from, to).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== "EISDIR") throw error;
    await rm(to, { recursive: true });
    await rename(from, to);
  });
}

/** fsync of a file; of a folder, where what was renamed must still be there after a power cut. */
export async function sync(path: string): Promise<void> {
  const file = await open(path, "r");
  await file.sync();
  await file.close();
}
