// Facts about this machine that decide what a build or a boot gives: parameters of steps, never ambient.

export type Toolchain = {
  /** First line of `gcc --version`. */
  readonly compiler: string;
  /** First line of `ld --version`. */
  readonly linker: string;
};

export type QemuFacts = {
  readonly path: string;
  /** `7.2.22` */
  readonly version: string;
  /** SHA-256 of the binary. */
  readonly digest: string;
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
