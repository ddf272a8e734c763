// Holds a host and the guest that it runs against their clocks: a guest over its time is destroyed by the host,
// a host that does not do its part is stopped.

import type { WaitedSince } from "../../model/boot/boot-clock.ts";
import type { CpuSample } from "../../model/boot/cpu-use.ts";
import type { Clocks } from "../../model/described/platform.ts";
import { nextDue } from "../../model/boot/shared-clock.ts";
import { type MachineSpec, VirtualMachine } from "../../tools/qemu.ts";
import { controlPort, type GuestsWatch } from "./guests-watch.ts";
import { goneBefore, mustHaveExited, registersOf, runMachine } from "./run-machine.ts";

export type SharedSupervision = {
  readonly watch: GuestsWatch;
  /** The host's. */
  readonly clocks: Clocks;
  readonly slowdown: number;
  readonly signal: AbortSignal;
  onBytes(console: string, chunk: Buffer): void;
};

export type SharedEnd = {
  /** The registers of a host that was stopped. */
  readonly registers?: string;
  /** What QEMU itself printed. */
  readonly said: string[];
  readonly cpu: readonly CpuSample[];
};

/** Runs the host to its end; how each guest ended is the watch's to say. */
export async function superviseGuests(
  spec: MachineSpec,
  how: SharedSupervision,
): Promise<SharedEnd> {
  const { watch, signal } = how;
  const { stopped, end, said, cpu } = await runMachine(
    (onBytes) => VirtualMachine.start(spec, onBytes),
    {
      signal,
      onBytes: (name, chunk) => {
        watch.onBytes(name, chunk);
        how.onBytes(name, chunk);
      },
      untilEnd: (machine, waited) => untilEnd(machine, how, waited),
    },
  );
  if (stopped) return { registers: stopped, said, cpu };
  mustHaveExited(end, said, watch.host.endedAt !== undefined);
  return { said, cpu };
}

/** The registers of a host that had to be stopped. */
async function untilEnd(
  machine: VirtualMachine,
  { watch, clocks, slowdown }: SharedSupervision,
  waited: WaitedSince,
): Promise<string | undefined> {
  for (;;) {
    if (await goneBefore(machine, nextDue(watch.seen, clocks, slowdown, waited).at))
      return undefined;
    const { at, because, what } = nextDue(watch.seen, clocks, slowdown, waited);
    if (at > performance.now()) continue;
    const { running } = watch.seen;
    if (what === "nudge") {
      watch.nudged();
      machine.send(controlPort, "\n");
      continue;
    }
    if (what === "destroy" && running) {
      watch.asked(because);
      machine.send(controlPort, `destroy ${running.platform}\n`);
      continue;
    }
    const registers = await registersOf(machine);
    machine.kill();
    return registers;
  }
}
