// What makes the kernels of an architecture on this machine, and boots them.

import {
  type Architecture,
  type KernelArchitecture,
  kernelArchitectureOn,
} from "../../model/described/architecture.ts";
import type { Descriptions } from "../../model/described/descriptions.ts";
import type {
  ArchitectureTools,
  Emulator,
  HostFacts,
  Toolchain,
} from "../../model/described/host.ts";
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
    whyNotBuilt(described, machine),
    `leave its platforms out: --platform ...; see ./twinboot list platforms`,
  );
}

/** Why no kernel of an architecture is built on this machine; undefined where one is. */
export function notBuiltHere(
  { architectures }: Pick<Descriptions, "architectures">,
  { machine }: HostFacts,
  name: string,
): string | undefined {
  const described = required(architectures.get(name), name);
  return kernelArchitectureOn(described, machine) ? undefined : whyNotBuilt(described, machine);
}

function whyNotBuilt({ architecture, machine }: Architecture, here: string): string {
  return `kernels for ${architecture} are built on ${machine} alone, and this machine is ${here}`;
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

/** What makes programs for an architecture here: part of what names a step, its prefix only where they are made across. */
export function programsFor(
  all: Pick<Descriptions, "architectures">,
  host: HostFacts,
  name: string,
): { toolchain: Toolchain; prefix?: string } {
  const { toolchain } = toolsFor(host, name);
  const { prefix } = kernelArchitecture(all, host, name);
  return { toolchain, ...(prefix ? { prefix } : {}) };
}

/** Debian's name for an architecture; undefined for this machine's own, which apt takes by itself. */
export function foreignDebian(
  { machine, debian }: Pick<Architecture, "machine" | "debian">,
  here: string,
): string | undefined {
  return machine === here ? undefined : debian;
}

/** Part of what names a step only where the package is not for this machine: Debian's hypervisors end in their architecture. */
export function foreignPackage(
  { architectures }: Pick<Descriptions, "architectures">,
  name: string,
  here: string,
): { architecture?: string } {
  const made = [...architectures.values()].find(
    ({ debian }) => debian !== undefined && name.endsWith(`-${debian}`),
  );
  const architecture = made && foreignDebian(made, here);
  return architecture === undefined ? {} : { architecture };
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
