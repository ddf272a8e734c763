// Where the wall time of a boot went, by the guest's own clock: its kernel, its tests, and what is neither.

import type { RunCell } from "../../model/record/run-record.ts";

/** Seconds. */
export type BootPhases = {
  /** From the kernel's first instruction to PID 1. */
  readonly kernel: number;
  /** From the guest's first reading of its clock to its last. */
  readonly tests: number;
  /** Firmware and hypervisor before the kernel, power-off after it. */
  readonly rest: number;
};

/** Undefined where the guest did not read its clock at both ends: the boot failed, or is an import. */
export function bootPhases({ evidence }: RunCell): BootPhases | undefined {
  const { facts = {}, bootSeconds } = evidence;
  const begin = secondsOf(facts["clock.begin"]);
  const end = secondsOf(facts["clock.end"]);
  if (begin === undefined || end === undefined || bootSeconds === undefined) return undefined;
  return { kernel: begin, tests: end - begin, rest: Math.max(0, bootSeconds - end) };
}

function secondsOf(nanoseconds: string | undefined): number | undefined {
  return nanoseconds !== undefined && /^\d{1,18}$/.test(nanoseconds)
    ? Number(nanoseconds) / 1e9
    : undefined;
}
