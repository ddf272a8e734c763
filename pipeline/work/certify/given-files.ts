// What the command line names -> files in the store: a certificate speaks of bytes, not of paths.

import { copyFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Artifact } from "../../model/artifact.ts";
import type { GivenKernel } from "../../model/described/packaged-kernel.ts";
import { UserError } from "../../model/errors.ts";
import { removeFolder } from "../../tools/files/remove-folder.ts";
import type { Store } from "../../engine/store.ts";
import { mustRun } from "../../tools/shell.ts";

export type GivenPaths = {
  readonly files: readonly string[];
  readonly modules?: string;
  readonly config?: string;
  /** Public keys that every RPM must be signed by. */
  readonly keyring?: string;
};

/** Packages of debug symbols are the largest: some 900 MB. */
const largestFile = 2 * 2 ** 30;

/** Throws UserError for a path that is not a file, or not a folder of modules. */
export async function givenKernel(
  store: Store,
  { files, modules, config, keyring }: GivenPaths,
): Promise<GivenKernel> {
  const kept: Artifact[] = [];
  const next = "give a package, or /boot/vmlinuz-RELEASE";
  for (const path of files) kept.push(await keepFile(store, path, next));
  return {
    files: kept,
    ...(modules === undefined ? {} : { modules: await keepFolder(store, modules) }),
    ...(config === undefined ? {} : { config: await keepFile(store, config, next) }),
    ...(keyring === undefined ? {} : { keyring: await keepFile(store, keyring, next) }),
  };
}

/** Throws UserError for what is not a file; `next`: what to give instead. */
export async function keepFile(store: Store, path: string, next: string): Promise<Artifact> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new UserError(`${path}: no such file`, next);
  if (!found.isFile()) throw new UserError(`${path}: not a regular file`, next);
  if (found.size > largestFile) throw new UserError(`${path}: too large`, next);
  const folder = await store.work();
  await copyFile(path, join(folder, "file"));
  const kept = await store.keep(join(folder, "file"), basename(path));
  await removeFolder(folder);
  return kept;
}

/** As a tar that has the same bytes whenever it is made. */
async function keepFolder(store: Store, folder: string): Promise<Artifact> {
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory())
    throw new UserError(
      `--modules ${folder}: no such folder`,
      "give /lib/modules/RELEASE, as the kernel's package has it",
    );
  const work = await store.work();
  const copy = join(work, "modules.tar");
  // prettier-ignore
  await mustRun(["tar", "--create", "--file", copy, "--directory", folder, "--sort=name", "--mtime=@0",
    "--owner=0", "--group=0", "--numeric-owner", "--exclude=./build", "--exclude=./source", "."]);
  const kept = await store.keep(copy, "modules.tar");
  await removeFolder(work);
  return kept;
}
