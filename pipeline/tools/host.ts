// The one door to facts about this machine.

import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { availableParallelism, release, totalmem } from "node:os";
import { delimiter, join } from "node:path";
import type { Digest } from "../model/digest.ts";
import { InfraError } from "../model/errors.ts";
import type { HostFacts, ProgramSet, QemuFacts, Toolchain } from "../model/described/host.ts";
import { mustRun } from "./shell.ts";

/** What decides the value of a build or a boot on this machine. */
export async function hostFacts({ toolchain: tools, qemuLoads }: ProgramSet): Promise<HostFacts> {
  const [system, bootId, toolchain, qemu] = await Promise.all([
    systemName(),
    readFile("/proc/sys/kernel/random/boot_id", "utf8"),
    toolchainFacts(tools),
    qemuFacts(qemuLoads),
  ]);
  return {
    cpus: cpus(),
    memoryMiB: Math.floor(totalmem() / 2 ** 20),
    system,
    kernel: release(),
    bootId: bootId.trim(),
    toolchain,
    qemu,
  };
}

/** How many jobs a build may start. */
export function cpus(): number {
  return availableParallelism();
}

/** The path of a command on PATH; undefined if there is none. */
export async function whereIs(command: string): Promise<string | undefined> {
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    const path = join(folder, command);
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile()) return path;
  }
  return undefined;
}

/** SHA-256 of a file, streamed; undefined if the file does not exist. */
export async function fileDigest(path: string): Promise<string | undefined> {
  if (!(await stat(path).catch(() => undefined))) return undefined;
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

async function systemName(): Promise<string> {
  const about = await readFile("/etc/os-release", "utf8");
  return /^PRETTY_NAME="(.*)"$/m.exec(about)?.[1] ?? "unknown";
}

async function toolchainFacts(digest: Digest): Promise<Toolchain> {
  const [compiler, linker] = await Promise.all([
    mustRun(["gcc", "--version"]),
    mustRun(["ld", "--version"]),
  ]);
  return { compiler: firstLine(compiler), linker: firstLine(linker), digest };
}

async function qemuFacts(loads: Digest): Promise<QemuFacts> {
  const path = await whereIs("qemu-system-x86_64");
  if (!path)
    throw new InfraError("qemu-system-x86_64 is not installed", "apt-get install qemu-system-x86");
  const said = await mustRun([path, "--version"]);
  return {
    path,
    version: /version (\d+(?:\.\d+)*)/.exec(said)?.[1] ?? "unknown",
    digest: (await fileDigest(path)) ?? "unknown",
    loads,
  };
}

function firstLine(text: string): string {
  return text.split("\n")[0] ?? "";
}
