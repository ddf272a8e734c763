// Holds a running machine against its clocks. Before a hung guest is stopped, its registers are taken.

import type { BootEnd } from "../model/boot-record.ts";
import { nextDeadline } from "../model/boot-clock.ts";
import { InfraError, Interrupted } from "../model/errors.ts";
import type { Clocks } from "../model/platform.ts";
import { type MachineEnd, type MachineSpec, VirtualMachine } from "../tools/qemu.ts";
import type { BootWatch } from "./boot-watch.ts";

export type Supervision = {
  readonly watch: BootWatch;
  readonly clocks: Clocks;
  readonly slowdown: number;
  readonly signal: AbortSignal;
  onBytes(console: string, chunk: Buffer): void;
};

export type Supervised = {
  readonly ended: BootEnd;
  readonly registers?: string;
  /** What QEMU itself printed. */
  readonly said: string[];
};

/** Runs the machine to its end or to its deadline. A QEMU that failed by itself is infrastructure. */
export async function superviseBoot(spec: MachineSpec, how: Supervision): Promise<Supervised> {
  const { watch, signal } = how;
  const machine = await VirtualMachine.start(spec, (name, chunk) => {
    watch.onBytes(name, chunk);
    how.onBytes(name, chunk);
  });
  const stop = (): void => machine.kill();
  signal.addEventListener("abort", stop);
  try {
    const stopped = await untilEnd(machine, how);
    const end = await machine.ended;
    if (signal.aborted) throw new Interrupted("the boot was stopped");
    if (stopped) return { ...stopped, said: machine.said };
    return { ended: exited(end, machine.said, watch), said: machine.said };
  } finally {
    signal.removeEventListener("abort", stop);
    machine.kill();
  }
}

/** Undefined when QEMU went by itself; otherwise why it was stopped, with the registers of a guest that hung. */
async function untilEnd(
  machine: VirtualMachine,
  { watch, clocks, slowdown }: Supervision,
): Promise<Omit<Supervised, "said"> | undefined> {
  for (;;) {
    const deadline = nextDeadline(watch.seen, clocks, slowdown);
    const gone = await goneBefore(machine, deadline.at);
    if (gone) return undefined;
    const { because, at } = nextDeadline(watch.seen, clocks, slowdown);
    if (at > performance.now()) continue;
    const hung = because === "silence" || because === "no-start" || because === "cap";
    const registers = hung ? await machine.registers().catch(said) : undefined;
    machine.kill();
    const ended: BootEnd = { how: "killed", because };
    return registers === undefined ? { ended } : { ended, registers };
  }
}

/** The most we sleep before looking again: sightings move the deadline, also forward to an earlier one. */
const lookMs = 250;

async function goneBefore(machine: VirtualMachine, at: number): Promise<boolean> {
  const waitMs = Math.max(0, Math.min(at - performance.now(), lookMs));
  let timer: NodeJS.Timeout | undefined;
  const slept = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), waitMs);
  });
  const gone = await Promise.race([machine.ended.then(() => true), slept]);
  clearTimeout(timer);
  return gone;
}

/** Registers that could not be had are evidence too: of why. */
function said(error: unknown): string {
  return `the registers could not be read: ${String(error)}`;
}

function exited(end: MachineEnd, words: readonly string[], watch: BootWatch): BootEnd {
  const { endedAt } = watch.seen;
  if (end.signal)
    throw new InfraError(
      `QEMU was ended by ${end.signal}: ${words.at(-1) ?? "it said nothing"}`,
      "was memory short? see: dmesg | tail",
    );
  if (end.exitCode !== 0 && endedAt === undefined)
    throw new InfraError(
      `QEMU ended with ${end.exitCode}: ${words.at(-1) ?? "it said nothing"}`,
      "see the line it was started with: ./twinboot boot --dry-run",
    );
  const because = endedAt === undefined ? "early-exit" : "power-off";
  return { how: "exited", because, exitCode: end.exitCode ?? 0 };
}
