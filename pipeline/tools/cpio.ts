// A folder -> a newc archive that is the same wherever and whenever it is packed.

import { appendFile, copyFile, lutimes, readdir, rename, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { mustRun } from "./shell.ts";

type Packing = {
  /** Leaves out the folders: they are there where it is unpacked, maybe as links to others. */
  readonly onlyFiles?: boolean;
};

/** Packs the folder's content: sorted, owned by root, time stamps at the epoch. */
export async function packFolder(
  folder: string,
  to: string,
  { onlyFiles = false }: Packing = {},
): Promise<string> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = found
    .filter((one) => !onlyFiles || !one.isDirectory())
    .map((one) => relative(folder, join(one.parentPath, one.name)))
    .toSorted();
  await Promise.all(names.map((name) => lutimes(join(folder, name), 0, 0)));
  // prettier-ignore
  const argv = ["cpio", "--quiet", "--reproducible", "--create", "--format=newc", "--owner=0:0", "--file", to];
  await mustRun(argv, { cwd: folder, input: `${names.join("\n")}\n` });
  return to;
}

/** The same, compressed, and padded so that another archive may follow it (a raw one begins at a multiple of four). */
export async function packCompressed(
  folder: string,
  to: string,
  packing: Packing = {},
): Promise<string> {
  await packFolder(folder, `${to}.cpio`, packing);
  await mustRun(["gzip", "-9", "--no-name", `${to}.cpio`]);
  await rename(`${to}.cpio.gz`, to);
  return pad(to, 0);
}

/** A copy of somebody's initramfs, padded likewise; where lz4 packed it, four zeros tell Linux that it ends (lib/decompress_unlz4.c). */
export async function paddedArchive(from: string, to: string): Promise<string> {
  await copyFile(from, to);
  return pad(to, 4);
}

async function pad(path: string, least: number): Promise<string> {
  const { size } = await stat(path);
  await appendFile(path, Buffer.alloc(least + ((4 - (size % 4)) % 4)));
  return path;
}
