// An architecture, as data: what the kernel's make is told, what comes out, what compiles and boots it.

import { z } from "zod";
import type { ProgramNames } from "./host.ts";
import type { WithoutProse } from "./prose.ts";

const name = z.string().regex(/^[a-z0-9][a-z0-9_]*$/);
/** A path below the object folder. */
const product = z.string().regex(/^(?:[\w-]+\/)*\w+$/);
/** What must be there: a command or an absolute path, and the Debian package that brings it. */
const packages = z.record(
  z.string().regex(/^[\w/.+-]+$/),
  z.string().regex(/^[a-z0-9][a-z0-9.+-]*$/),
);

export const architectureSchema = z.strictObject({
  architecture: name,
  describes: z.string(),
  /** ARCH of the kernel's make. */
  make: name,
  /** The target of make that gives what boots. */
  target: name.or(z.enum(["bzImage", "Image"])),
  /** What boots. */
  image: product,
  /** `uname -m` of machines whose own compiler builds its kernels. */
  machine: name,
  /** What the names of its compiler and linker begin with on any other machine. Without it, its kernels are built there alone. */
  cross: z
    .string()
    .regex(/^[a-z0-9_]+-linux-gnu[a-z0-9]*-$/)
    .optional(),
  /** Compiles and links the guest's PID 1, static, where it is not the compiler of the kernels. */
  compiler: z
    .string()
    .regex(/^[a-z0-9_]+-linux-gnu[a-z0-9]*-gcc$/)
    .optional(),
  /** Debian's name for it, where images of hosts are made for it. */
  debian: name.optional(),
  /** `./twinboot check` compiles touched files for it, too. */
  checked: z.boolean().default(false),
  /** The folder of images/guest/arch/ that its guests have. */
  guest: name,
  /** The QEMU that emulates its machines; absent where none does. */
  emulator: z
    .string()
    .regex(/^qemu-system-[a-z0-9_]+$/)
    .optional(),
  /** What a run needs besides, as soon as one of its platforms is chosen. */
  packages: packages.default({}),
  /** The same, where the machine is of another architecture. */
  crossPackages: packages.default({}),
});

export type Architecture = WithoutProse<z.infer<typeof architectureSchema>>;

/** What the names of its compiler and linker begin with on a machine; undefined where its kernels cannot be built there. */
export function prefixOn(
  { machine, cross }: Pick<Architecture, "machine" | "cross">,
  here: string,
): string | undefined {
  return machine === here ? "" : cross;
}

/** What a kernel's make is told on a machine. */
export type KernelArchitecture = Pick<
  Architecture,
  "architecture" | "make" | "target" | "image"
> & {
  /** CROSS_COMPILE; empty where the machine's own compiler builds it. */
  readonly prefix: string;
};

/** Undefined where its kernels cannot be built on a machine. */
export function kernelArchitectureOn(
  described: Architecture,
  here: string,
): KernelArchitecture | undefined {
  const { architecture, make, target, image } = described;
  const prefix = prefixOn(described, here);
  return prefix === undefined ? undefined : { architecture, make, target, image, prefix };
}

/** What may compile and boot kernels of the architectures on a machine. */
export function programNames(architectures: readonly Architecture[], here: string): ProgramNames {
  const compilers = new Map<string, readonly string[]>();
  for (const described of architectures) {
    const prefix = prefixOn(described, here);
    if (prefix === undefined) continue;
    const named = [`${prefix}gcc`, described.compiler].filter((one) => one !== undefined);
    compilers.set(prefix, [...new Set([...(compilers.get(prefix) ?? []), ...named])]);
  }
  const emulators = new Map<string, readonly string[]>();
  for (const { emulator, packages: bring } of architectures) {
    if (emulator === undefined) continue;
    const firmware = Object.keys(bring).filter((what) => what.startsWith("/usr/share/"));
    const folders = [...(emulators.get(emulator) ?? []), ...firmware.map(folderOf)];
    emulators.set(emulator, [...new Set(folders)]);
  }
  return { compilers, emulators, modules: modulesOn(architectures, here) };
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}

/** Debian has libraries of a machine in a folder that is named as its compiler is elsewhere. */
function modulesOn(architectures: readonly Architecture[], here: string): string[] {
  const own = architectures.find(({ machine, debian }) => machine === here && debian);
  return own?.cross ? [`/usr/lib/${own.cross.slice(0, -1)}/qemu`] : [];
}

/** What must be there to build and boot it on a machine. */
export function packagesOn(
  { machine, packages: always, crossPackages }: Architecture,
  here: string,
): Readonly<Record<string, string>> {
  return machine === here ? always : { ...always, ...crossPackages };
}
