// What a supervisor asks of whatever runs a kernel: a QEMU, or the kernel itself where that is a program.

import type { CpuSample } from "./cpu-use.ts";

export type MachineEnd = { readonly exitCode: number | null; readonly signal: string | null };

export type Machine = {
  /** Resolves when it is gone and every console is drained. */
  readonly ended: Promise<MachineEnd>;
  /** What it said that is no guest's: a line each. */
  readonly said: string[];
  /** The names of its monitor's events, in order. */
  readonly events: readonly string[];
  /** What it got of the CPUs so far. Undefined where nobody counts it, or when it has gone. */
  cpuSample(): CpuSample | undefined;
  /** Registers of every vCPU. Rejects where they cannot be had. */
  registers(): Promise<string>;
  kill(): void;
};
