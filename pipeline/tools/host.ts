// The one door to facts about this machine.

import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { availableParallelism, machine, release, totalmem } from "node:os";
import { delimiter, join } from "node:path";
import { InfraError } from "../model/errors.ts";
import { type Architecture, prefixOn } from "../model/described/architecture.ts";
import type {
  ArchitectureTools,
  HostFacts,
  ProgramSet,
  QemuFacts,
  Toolchain,
} from "../model/described/host.ts";
import { packageOf } from "./package-of.ts";

/** What decides the value of a build or a boot on this machine, with what there is for the architectures. */
export async function hostFacts(
  architectures: readonly Architecture[],
  programs: ProgramSet,
): Promise<HostFacts> {
  const [system, bootId, tools] = await Promise.all([
    systemName(),
    readFile("/proc/sys/kernel/random/boot_id", "utf8"),
    toolsOf(architectures, programs),
  ]);
  const own = architectures.find((one) => one.machine === machine() && one.emulator);
  const { toolchain, qemu } = (own && tools.get(own.architecture)) ?? {};
  if (!toolchain || !qemu) throw await whatIsMissing(own);
  return {
    cpus: cpus(),
    memoryMiB: Math.floor(totalmem() / 2 ** 20),
    system,
    machine: machine(),
    kernel: release(),
    bootId: bootId.trim(),
    toolchain,
    qemu,
    tools,
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

/** No program is started: what each says of its version came with its digest. */
async function toolsOf(
  architectures: readonly Architecture[],
  programs: ProgramSet,
): Promise<ReadonlyMap<string, ArchitectureTools>> {
  const known = architectures.map(async (one) => {
    const { architecture, emulator } = one;
    const prefix = prefixOn(one, machine());
    const toolchain = prefix === undefined ? undefined : toolchainFacts(prefix, programs);
    const qemu = emulator && (await qemuFacts(emulator, programs));
    if (!toolchain || (emulator && !qemu)) return undefined;
    return [architecture, { toolchain, ...(qemu ? { qemu } : {}) }] as const;
  });
  return new Map((await Promise.all(known)).filter((one) => one !== undefined));
}

function toolchainFacts(prefix: string, { said, toolchains }: ProgramSet): Toolchain | undefined {
  const [compiler, linker] = [said[`${prefix}gcc`], said[`${prefix}ld`]];
  if (compiler === undefined || linker === undefined) return undefined;
  return { compiler, linker, digest: toolchains[prefix] ?? "" };
}

async function qemuFacts(
  emulator: string,
  { said, binaries, loads }: ProgramSet,
): Promise<QemuFacts | undefined> {
  const [path, words] = [await whereIs(emulator), said[emulator]];
  if (path === undefined || words === undefined) return undefined;
  return {
    path,
    version: /version (\d+(?:\.\d+)*)/.exec(words)?.[1] ?? "unknown",
    digest: binaries[emulator] ?? "unknown",
    loads: loads[emulator] ?? "",
  };
}

async function whatIsMissing(own: Architecture | undefined): Promise<InfraError> {
  const name = own?.emulator;
  if (name && !(await whereIs(name)))
    return new InfraError(`${name} is not installed`, `apt-get install ${packageOf(name)}`);
  return new InfraError(
    own
      ? "gcc or ld is not installed"
      : `images/architectures/ has no architecture for ${machine()}`,
    "look for missing tools with: ./twinboot doctor",
  );
}
