// Where instructions were executed: boot by phase, workloads by function.

import type { Artifact } from "../artifact.ts";
import type { BootRecord } from "../boot/boot-record.ts";
import type { Count } from "./count.ts";

/** A boot with the counter in QEMU; `output`: what the counter wrote. */
export type ProfiledBoot = { readonly booted: BootRecord; readonly output: Artifact };

/** What two boots with the counter showed. */
export type Profile = {
  /** In the order in which they came; instructions. */
  readonly phases: readonly Count[];
  /**
   * By workload, of the first boot's batch with the fewest: instructions by function of the kernel, by `[user]`, and by
   * `[other]`: what is neither. Under Xen that is Xen; a dom0 of the same kernel counts with its guest.
   */
  readonly functions: Readonly<Record<string, Readonly<Record<string, number>>>>;
};

/** `boot/before-kernel`, `boot/early-kernel`, `boot/initcall/NAME`, `boot/init`, `boot/total`. */
export type Phase = { readonly name: string; readonly instructions: number };

/** A function that the kernel begins a phase with. */
export type Milestone = { readonly function: string; readonly phase: string };

/** Beside the initcalls; those that a kernel does not come through are not there. */
export const milestones: readonly Milestone[] = [
  { function: "x86_64_start_kernel", phase: "boot/early-kernel" },
  { function: "xen_start_kernel", phase: "boot/early-kernel" },
  { function: "smp_init", phase: "boot/smp" },
  { function: "free_initmem", phase: "boot/init" },
];

/** Here the kernel hands over to PID 1. */
export const lastMilestone = "run_init_process";

/**
 * `reached`: each milestone with the instructions executed before it. A phase lasts until the next one begins: an
 * initcall's has in it what the kernel does between two of them. A phase that began twice is one sum.
 */
export function phasesOf(
  reached: readonly { readonly phase: string; readonly at: number }[],
  end: number,
): Phase[] {
  const inOrder = reached.toSorted((a, b) => a.at - b.at);
  const sums = new Map<string, number>([["boot/before-kernel", inOrder[0]?.at ?? end]]);
  for (const [index, { phase, at }] of inOrder.entries()) {
    const until = inOrder[index + 1]?.at ?? end;
    sums.set(phase, (sums.get(phase) ?? 0) + until - at);
  }
  sums.set("boot/total", end);
  return [...sums].map(([name, instructions]) => ({ name, instructions }));
}

export type Difference = {
  readonly function: string;
  readonly base: number;
  readonly series: number;
};

/** The functions that account for most of a difference, the largest first. */
export function largestDifferences(
  base: Readonly<Record<string, number>>,
  series: Readonly<Record<string, number>>,
  most = 10,
): Difference[] {
  const names = [...new Set([...Object.keys(base), ...Object.keys(series)])];
  const size = (one: Difference): number => Math.abs(one.series - one.base);
  return names
    .map((name) => ({ function: name, base: base[name] ?? 0, series: series[name] ?? 0 }))
    .filter((one) => size(one) > 0)
    .toSorted((a, b) => size(b) - size(a))
    .slice(0, most);
}
