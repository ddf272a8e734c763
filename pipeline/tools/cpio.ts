// A folder -> a newc archive that is the same wherever and whenever it is packed.

import { appendFile, lutimes, readdir, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { mustRun } from "./shell.ts";

/** Packs the folder's content: sorted, owned by root, time stamps at the epoch. */
export async function packFolder(folder: string, to: string): Promise<string> {
  const names = (await readdir(folder, { recursive: true })).toSorted();
  await Promise.all(names.map((name) => lutimes(join(folder, name), 0, 0)));
  // prettier-ignore
  const argv = ["cpio", "--quiet", "--reproducible", "--create", "--format=newc", "--owner=0:0", "--file", to];
  await mustRun(argv, { cwd: folder, input: `${names.join("\n")}\n` });
  return to;
}

/** The same, compressed, and padded so that another archive may follow it (a raw one begins at a multiple of four). */
export async function packCompressed(folder: string, to: string): Promise<string> {
  await packFolder(folder, `${to}.cpio`);
  await mustRun(["gzip", "-9", "--no-name", `${to}.cpio`]);
  await rename(`${to}.cpio.gz`, to);
  const { size } = await stat(to);
  await appendFile(to, Buffer.alloc((4 - (size % 4)) % 4));
  return to;
}
