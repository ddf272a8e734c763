// Programs of Debian that the tests need, unpacked and not installed: their packages would start services that listen.

import { existsSync } from "node:fs";
import { cp, mkdir, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { machineSuite } from "../tools/apt.ts";
import { mustRun } from "../tools/shell.ts";
import { storeDir } from "../work/session.ts";
import { bareSystem } from "./bare-system.ts";
import { temporaryFolder } from "./folder-rig.ts";

const { signal } = new AbortController();
const unpacking = new Map<string, Promise<void>>();

/** The folder with what these packages have; fetched once for a suite, then it stays in the store. */
export async function unpacked(packages: readonly string[]): Promise<string> {
  const [name = ""] = packages;
  const suite = await machineSuite();
  const kept = join(storeDir(), "kept", `${name}-${suite}`);
  if (existsSync(kept)) return kept;
  const going = unpacking.get(name) ?? unpack(packages, suite, kept);
  unpacking.set(name, going);
  await going;
  return kept;
}

/** Another process may be first; it has the same. */
async function unpack(packages: readonly string[], suite: string, kept: string): Promise<void> {
  const folder = await temporaryFolder();
  const system = await bareSystem(suite);
  await system.get(["download", "-qq", ...packages], folder, signal);
  const debs = (await readdir(folder)).filter((file) => file.endsWith(".deb"));
  for (const deb of debs)
    await mustRun(["dpkg-deb", "--extract", join(folder, deb), join(folder, "root")]);
  const aside = `${kept}.${crypto.randomUUID()}`;
  await mkdir(dirname(kept), { recursive: true });
  await cp(join(folder, "root"), aside, { recursive: true, verbatimSymlinks: true });
  await rename(aside, kept).catch(async () => rm(aside, { recursive: true }));
}
