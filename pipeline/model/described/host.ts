// Facts about this machine that decide what a build or a boot gives: parameters of steps, never ambient.

import type { Digest } from "../digest.ts";

export type Toolchain = {
  /** First line of `gcc --version`. */
  readonly compiler: string;
  /** First line of `ld --version`. */
  readonly linker: string;
  /** Of the compilers, the linker, make, and the libraries that they load: a version says little of its bytes. */
  readonly digest: Digest;
};

export type QemuFacts = {
  readonly path: string;
  /** `7.2.22` */
  readonly version: string;
  /** SHA-256 of the binary. */
  readonly digest: string;
  /** Of its firmware, its modules, and the libraries that it loads. */
  readonly loads: Digest;
};

/** What boots a machine: part of what names a boot. */
export type Emulator = {
  /** `qemu-system-aarch64` */
  readonly emulator: string;
  /** SHA-256 of its binary. */
  readonly qemu: string;
  /** Digest of what it reads besides itself. */
  readonly qemuLoads: string;
};

/** Digests of this machine's programs, with the libraries that they load: of different bytes at one version, too. */
export type ProgramSet = {
  /** By what the programs' names begin with: compilers and what they start, the linker, make. */
  readonly toolchains: Readonly<Record<string, Digest>>;
  /** By emulator, what it reads besides itself: libraries, modules, firmware. */
  readonly loads: Readonly<Record<string, Digest>>;
  /** By emulator, its binary. */
  readonly binaries: Readonly<Record<string, Digest>>;
  /** By program, the first line of its `--version`: compilers, linkers, emulators. Absent programs are missing. */
  readonly said: Readonly<Record<string, string>>;
  /** Of all of them, the emulators themselves, and the sandbox. */
  readonly all: Digest;
};

/** The programs that values can come from on a machine. */
export type ProgramNames = {
  /** By what the names of a toolchain begin with: its compilers. */
  readonly compilers: ReadonlyMap<string, readonly string[]>;
  /** Each QEMU, with the folders that its firmware alone is in. */
  readonly emulators: ReadonlyMap<string, readonly string[]>;
  /** The folder of what every QEMU loads besides its libraries; none where the machine's is not known. */
  readonly modules: readonly string[];
};

/** What makes the kernels of an architecture and boots them; User Mode Linux is booted by no QEMU. */
export type ArchitectureTools = { readonly toolchain: Toolchain; readonly qemu?: QemuFacts };

export type HostFacts = {
  readonly cpus: number;
  readonly memoryMiB: number;
  /** `PRETTY_NAME` of os-release. */
  readonly system: string;
  /** As `uname -m` says. */
  readonly machine: string;
  /** Running kernel, as `uname -r` says. */
  readonly kernel: string;
  /** Changes with every boot of the host: what was proved about KVM holds until then. */
  readonly bootId: string;
  /** What makes programs for this machine, and the kernels of its own architecture. */
  readonly toolchain: Toolchain;
  /** The one of this machine's own architecture. */
  readonly qemu: QemuFacts;
  /** By architecture. Those whose programs are not installed are missing. */
  readonly tools: ReadonlyMap<string, ArchitectureTools>;
};
