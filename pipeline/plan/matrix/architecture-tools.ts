// What makes the kernels of an architecture on this machine, and boots them.

import {
  type Architecture,
  type KernelArchitecture,
  kernelArchitectureOn,
} from "../../model/described/architecture.ts";
import type { Descriptions } from "../../model/described/descriptions.ts";
import type { ArchitectureTools, Emulator, HostFacts } from "../../model/described/host.ts";
import type { Sources } from "../../model/described/image.ts";
import { InfraError } from "../../model/errors.ts";
import { required } from "../required.ts";

/** A plan is made without them too; a run installs them before it plans (`work/host-for.ts`). */
export function toolsFor({ tools }: HostFacts, architecture: string): ArchitectureTools {
  const unknown = { compiler: absent, linker: absent, digest: absent };
  return tools.get(architecture) ?? { toolchain: unknown };
}

const absent = "not installed";

/** What the make of an architecture's kernels is told here. Throws InfraError where they cannot be built. */
export function kernelArchitecture(
  { architectures }: Pick<Descriptions, "architectures">,
  { machine }: HostFacts,
  name: string,
): KernelArchitecture {
  const described = required(architectures.get(name), name);
  const found = kernelArchitectureOn(described, machine);
  if (found) return found;
  throw new InfraError(
    `kernels for ${name} are built on ${described.machine} alone, and this machine is ${machine}`,
    `leave its platforms out: --platform ...; see ./twinboot list platforms`,
  );
}

/** Compiles the guests of an architecture; undefined where its kernels cannot be built here. */
export function guestCompiler(described: Architecture, here: string): string | undefined {
  const found = kernelArchitectureOn(described, here);
  return found && (described.compiler ?? `${found.prefix}gcc`);
}

/** The guest's common sources, and those of its architecture. */
export function sourcesFor(all: Sources, folder: string): Sources {
  const own = `arch/${folder}/`;
  const names = Object.keys(all).filter((name) => !name.includes("/") || name.startsWith(own));
  return Object.fromEntries(names.map((name) => [name, all[name] ?? ""]));
}

/** Debian's name for an architecture; undefined for this machine's own, which apt takes by itself. */
export function foreignDebian(
  { machine, debian }: Pick<Architecture, "machine" | "debian">,
  here: string,
): string | undefined {
  return machine === here ? undefined : debian;
}

/** The QEMU that boots an architecture. */
export function emulatorFor(
  { architectures }: Pick<Descriptions, "architectures">,
  host: HostFacts,
  name: string,
): Emulator {
  const { emulator } = required(architectures.get(name), name);
  const { qemu } = toolsFor(host, name);
  return {
    emulator: required(emulator, `an emulator for ${name}`),
    qemu: qemu?.digest ?? absent,
    qemuLoads: qemu?.loads ?? absent,
  };
}
