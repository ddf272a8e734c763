// What a supervisor needs of whatever runs a kernel: QEMU, or the kernel itself if it is a program (UML).

import type { CpuSample } from "./cpu-use.ts";

export type MachineEnd = { readonly exitCode: number | null; readonly signal: string | null };

export type Machine = {
  /** Resolves when it is gone and every console is drained. */
  readonly ended: Promise<MachineEnd>;
  /** Its own messages, as opposed to the guest's, one line each. */
  readonly said: string[];
  /** The names of its monitor's events, in order. */
  readonly events: readonly string[];
  /** CPU time so far. Undefined if it is not counted, or if the process has ended. */
  cpuSample(): CpuSample | undefined;
  /** Registers of every vCPU. Rejects where they cannot be had. */
  registers(): Promise<string>;
  kill(): void;
};
