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

/** Digests of this machine's programs, with the libraries that they load: of different bytes at one version, too. */
export type ProgramSet = {
  /** Compilers and what they start, the linker, make. */
  readonly toolchain: Digest;
  /** What QEMU reads besides itself: libraries, modules, firmware. */
  readonly qemuLoads: Digest;
  /** Of both, QEMU itself, and the sandbox. */
  readonly all: Digest;
};

export type HostFacts = {
  readonly cpus: number;
  readonly memoryMiB: number;
  /** `PRETTY_NAME` of os-release. */
  readonly system: string;
  /** Running kernel, as `uname -r` says. */
  readonly kernel: string;
  /** Changes with every boot of the host: what was proved about KVM holds until then. */
  readonly bootId: string;
  readonly toolchain: Toolchain;
  readonly qemu: QemuFacts;
};
