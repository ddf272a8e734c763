// What built and booted a kernel: its own tools where the run names them, the host's otherwise.

import type { RunRecord } from "../../model/record/run-record.ts";

type RunKernel = RunRecord["kernels"][number];

export type KernelTools = {
  /** First lines of `--version`: the compiler's, the linker's. */
  readonly makes: readonly string[];
  readonly boots: {
    readonly name: string;
    readonly version?: string | undefined;
    readonly digest: string;
  };
};

export function kernelTools({ host }: RunRecord, kernel: RunKernel | undefined): KernelTools {
  const { compiler = host.compiler, linker = host.linker, emulator } = kernel ?? {};
  return {
    makes: [compiler, linker],
    boots: emulator ?? { name: "qemu", version: host.qemu, digest: host.qemuDigest },
  };
}

/** `qemu 7.2.22`; the name alone of one whose version the run does not tell. */
export function emulatorInWords({ boots: { name, version } }: KernelTools): string {
  return version === undefined ? name : `${name} ${version}`;
}
