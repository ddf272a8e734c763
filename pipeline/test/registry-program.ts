// Debian's docker-registry, unpacked and not installed: its package would start a service that listens on all addresses.

import { existsSync } from "node:fs";
import { cp, mkdir, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { machineSuite } from "../tools/apt.ts";
import { mustRun } from "../tools/shell.ts";
import { storeDir } from "../work/session.ts";
import { bareSystem } from "./bare-system.ts";
import { temporaryFolder } from "./folder-rig.ts";

const { signal } = new AbortController();
let unpacking: Promise<void> | undefined;

/** Its path; fetched once for a suite, then it stays in the store. */
export async function registryProgram(): Promise<string> {
  const suite = await machineSuite();
  const kept = join(storeDir(), "kept", `docker-registry-${suite}`);
  const program = join(kept, "usr/bin/docker-registry");
  if (!existsSync(program)) await (unpacking ??= unpack(suite, kept));
  return program;
}

/** Another process may be first; it has the same. */
async function unpack(suite: string, kept: string): Promise<void> {
  const folder = await temporaryFolder();
  const system = await bareSystem(suite);
  await system.get(["download", "-qq", "docker-registry"], folder, signal);
  const [deb = ""] = await readdir(folder);
  await mustRun(["dpkg-deb", "--extract", join(folder, deb), join(folder, "root")]);
  const aside = `${kept}.${crypto.randomUUID()}`;
  await mkdir(dirname(kept), { recursive: true });
  await cp(join(folder, "root"), aside, { recursive: true });
  await rename(aside, kept).catch(async () => rm(aside, { recursive: true }));
}
