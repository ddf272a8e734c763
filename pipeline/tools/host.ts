// The one door to facts about this machine.

import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { availableParallelism, machine, release, totalmem } from "node:os";
import { delimiter, join } from "node:path";
import type { Digest } from "../model/digest.ts";
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
import { mustRun } from "./shell.ts";

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

/** Each compiler and each QEMU is asked once, whatever the number of its architectures. */
async function toolsOf(
  architectures: readonly Architecture[],
  { toolchains, loads }: ProgramSet,
): Promise<ReadonlyMap<string, ArchitectureTools>> {
  const compilers = new Map<string, Promise<Toolchain | undefined>>();
  const emulators = new Map<string, Promise<QemuFacts | undefined>>();
  const asked = architectures.map(async (one) => {
    const { architecture, emulator } = one;
    const prefix = prefixOn(one, machine());
    if (prefix === undefined) return undefined;
    const toolchain = await askedOnce(compilers, prefix, async () =>
      toolchainFacts(prefix, toolchains[prefix] ?? ""),
    );
    const qemu =
      emulator &&
      (await askedOnce(emulators, emulator, async () =>
        qemuFacts(emulator, loads[emulator] ?? ""),
      ));
    if (!toolchain || (emulator && !qemu)) return undefined;
    return [architecture, { toolchain, ...(qemu ? { qemu } : {}) }] as const;
  });
  return new Map((await Promise.all(asked)).filter((one) => one !== undefined));
}

async function askedOnce<T>(
  answers: Map<string, Promise<T>>,
  question: string,
  ask: () => Promise<T>,
): Promise<T> {
  const answer = answers.get(question) ?? ask();
  answers.set(question, answer);
  return answer;
}

async function toolchainFacts(prefix: string, digest: Digest): Promise<Toolchain | undefined> {
  const programs = [`${prefix}gcc`, `${prefix}ld`];
  if ((await Promise.all(programs.map(whereIs))).includes(undefined)) return undefined;
  const said = await Promise.all(programs.map(async (one) => mustRun([one, "--version"])));
  const [compiler = "", linker = ""] = said.map(firstLine);
  return { compiler, linker, digest };
}

async function qemuFacts(emulator: string, loads: Digest): Promise<QemuFacts | undefined> {
  const path = await whereIs(emulator);
  if (!path) return undefined;
  const said = await mustRun([path, "--version"]);
  return {
    path,
    version: /version (\d+(?:\.\d+)*)/.exec(said)?.[1] ?? "unknown",
    digest: (await fileDigest(path)) ?? "unknown",
    loads,
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

function firstLine(text: string): string {
  return text.split("\n")[0] ?? "";
}
