// Runs a machine to its end under somebody's watch: whatever happens, none stays behind.

import type { WaitedSince } from "../../model/boot/boot-clock.ts";
import { type CpuSample, waitedIn } from "../../model/boot/cpu-use.ts";
import { InfraError, Interrupted } from "../../model/errors.ts";
import type { Machine, MachineEnd } from "../../model/boot/machine.ts";

export type Watching<M, T> = {
  readonly signal: AbortSignal;
  onBytes(console: string, chunk: Buffer): void;
  /** Undefined when it went by itself; otherwise why it was stopped. */
  untilEnd(machine: M, waited: WaitedSince): Promise<T | undefined>;
};

export type Start<M> = (onBytes: Watching<M, never>["onBytes"]) => Promise<M>;

export type MachineRun<T> = {
  readonly stopped?: T;
  readonly end: MachineEnd;
  /** What QEMU itself printed. */
  readonly said: string[];
  /** The names of its QMP events, in order. */
  readonly events: readonly string[];
  /** What it got of the CPUs, a sample a second. */
  readonly cpu: readonly CpuSample[];
};

const sampleMs = 1000;

/** `start` is given where the bytes of each console go. */
export async function runMachine<M extends Machine, T>(
  start: Start<M>,
  how: Watching<M, T>,
): Promise<MachineRun<T>> {
  const machine = await start((name, chunk) => how.onBytes(name, chunk));
  const stop = (): void => machine.kill();
  how.signal.addEventListener("abort", stop);
  const cpu: CpuSample[] = [];
  const sample = (): void => {
    const now = machine.cpuSample();
    if (now) cpu.push(now);
  };
  sample();
  const sampling = setInterval(sample, sampleMs);
  try {
    const waited: WaitedSince = (from) => waitedIn(cpu, from, Infinity)?.waitedMs ?? 0;
    const stopped = await how.untilEnd(machine, waited);
    const end = await machine.ended;
    if (how.signal.aborted) throw new Interrupted("the boot was stopped");
    return {
      ...(stopped === undefined ? {} : { stopped }),
      end,
      said: machine.said,
      events: machine.events,
      cpu,
    };
  } finally {
    clearInterval(sampling);
    how.signal.removeEventListener("abort", stop);
    machine.kill();
  }
}

/** The most we sleep before looking again: sightings move a deadline, also forward to an earlier one. */
const lookMs = 250;

/** Whether it went before this instant, or before it is time to look again. */
export async function goneBefore(machine: Machine, at: number): Promise<boolean> {
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
export async function registersOf(machine: Machine): Promise<string> {
  return machine
    .registers()
    .catch((error: unknown) => `the registers could not be read: ${String(error)}`);
}

/** A QEMU that failed by itself is infrastructure; `finished`: whoever powers off had said its last record. */
export function mustHaveExited(end: MachineEnd, said: readonly string[], finished: boolean): void {
  const words = said.at(-1) ?? "it said nothing";
  if (end.signal)
    throw new InfraError(
      `QEMU was killed by ${end.signal}: ${words}`,
      "check for memory exhaustion: dmesg | tail",
    );
  if (end.exitCode !== 0 && !finished)
    throw new InfraError(
      `QEMU exited with status ${end.exitCode}: ${words}`,
      "see its command line with: ./twinboot run --dry-run",
    );
}
