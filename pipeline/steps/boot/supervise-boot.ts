// Holds a running machine against its clocks. Before a hung guest is stopped, its registers are taken.

import type { BootEnd } from "../../model/boot/boot-record.ts";
import type { CpuSample } from "../../model/boot/cpu-use.ts";
import { nextDeadline, type WaitedSince } from "../../model/boot/boot-clock.ts";
import type { Machine, MachineEnd } from "../../model/boot/machine.ts";
import type { Clocks } from "../../model/described/platform.ts";
import type { BootWatch } from "./boot-watch.ts";
import { goneBefore, registersOf, runMachine, type Start } from "./run-machine.ts";

export type Supervision = {
  readonly watch: BootWatch;
  readonly clocks: Clocks;
  readonly slowdown: number;
  readonly signal: AbortSignal;
  onBytes(console: string, chunk: Buffer): void;
  /** Throws InfraError where what ran the guest failed by itself; `finished`: the last record was said. */
  mustHaveExited(end: MachineEnd, said: readonly string[], finished: boolean): void;
};

export type Supervised = {
  readonly ended: BootEnd;
  readonly registers?: string;
  /** What QEMU itself printed. */
  readonly said: string[];
  /** The names of its QMP events, in order. */
  readonly events: readonly string[];
  readonly cpu: readonly CpuSample[];
};

/** Runs the machine to its end or to its deadline. */
export async function superviseBoot(start: Start<Machine>, how: Supervision): Promise<Supervised> {
  const { watch, signal } = how;
  const { stopped, end, said, events, cpu } = await runMachine(start, {
    signal,
    onBytes: (name, chunk) => {
      watch.onBytes(name, chunk);
      how.onBytes(name, chunk);
    },
    untilEnd: (machine, waited) => untilEnd(machine, how, waited),
  });
  if (stopped) return { ...stopped, said, events, cpu };
  const finished = watch.seen.endedAt !== undefined;
  how.mustHaveExited(end, said, finished);
  const because = finished ? "power-off" : "early-exit";
  const ended: BootEnd = { how: "exited", because, exitCode: end.exitCode ?? 0 };
  return { ended, said, events, cpu };
}

/** Undefined when QEMU went by itself; otherwise why it was stopped, with the registers of a guest that hung. */
async function untilEnd(
  machine: Machine,
  { watch, clocks, slowdown }: Supervision,
  waited: WaitedSince,
): Promise<Pick<Supervised, "ended" | "registers"> | undefined> {
  for (;;) {
    const deadline = nextDeadline(watch.seen, clocks, slowdown, waited);
    if (await goneBefore(machine, deadline.at)) return undefined;
    const { because, at } = nextDeadline(watch.seen, clocks, slowdown, waited);
    if (at > performance.now()) continue;
    const hung = because === "silence" || because === "no-start" || because === "cap";
    const registers = hung ? { registers: await registersOf(machine) } : {};
    machine.kill();
    return { ended: { how: "killed", because }, ...registers };
  }
}
