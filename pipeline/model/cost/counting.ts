// What makes a machine count: one CPU whose time is its instructions, and nothing that differs between two boots.

import { digestOfValue } from "../digest.ts";
import {
  type GuestPlatform,
  isMachine,
  type MachinePlatform,
  type Platform,
} from "../described/platform.ts";

/**
 * `shift=0`: one instruction is one nanosecond, and the TSC counts nanoseconds. `sleep=off`: an idle CPU's clock jumps
 * to the next timer, whatever the host does (QEMU's docs/devel/tcg-icount.rst).
 */
// prettier-ignore
export const icountArguments: readonly string[] = [
  "-icount", "shift=0,align=off,sleep=off", "-rtc", "base=2026-01-01T00:00:00,clock=vm", "-seed", "1",
];

/** No CPU model of a host's QEMU version: TCG's oldest, with the virtualization that Xen's guests need. */
const cpu = "qemu64,+svm,+npt";

/** The kernel's sources of randomness: its own address, process addresses, hash seeds. */
const fixedKernel = [
  "nokaslr",
  "norandmaps",
  "random.trust_cpu=off",
  "random.trust_bootloader=off",
];

/** The machine that this platform counts on: its own, or its host's. Its guest runs all workloads. */
export function countingPlatform<P extends Platform>(platform: P): P {
  return counting(platform, ["tb.bench=all"]);
}

/** The machine that this platform is timed on: its own, as it is. */
export function timedPlatform(platform: MachinePlatform): MachinePlatform {
  const cmdline = [...platform.cmdline, "tb.bench=all", "tb.bench.unit=nanoseconds"];
  return { ...platform, cmdline, clocks: clocksOf(platform) };
}

/** The host under it: as fixed, and idle while the guest counts. */
export function countingHost(host: MachinePlatform): MachinePlatform {
  return counting(host, []);
}

/** How the TSC is read for a count: for a Xen guest it must not be scaled. */
export function withOwnTsc(guest: GuestPlatform): GuestPlatform {
  return guest.entry === "domu" ? { ...guest, tsc: "native" } : guest;
}

function counting<P extends Platform>(platform: P, words: readonly string[]): P {
  const cmdline = [...platform.cmdline, ...fixedKernel, ...words];
  const own = { ...platform, cpus: 1, cmdline, clocks: clocksOf(platform) };
  return isMachine(platform) ? { ...own, cpu: cpuOf(platform) } : own;
}

/** The hypervisor bit stays as in the platform: its evidence checks it. */
export function cpuOf(platform: MachinePlatform): string {
  return platform.cpu.includes("-hypervisor") ? `${cpu},-hypervisor` : cpu;
}

/** Counting is some ten times slower than booting; after the last record there is nothing to wait for. */
function clocksOf({ clocks }: Platform): Platform["clocks"] {
  const { boot, silence, cap } = clocks;
  return { boot: boot * 10, silence: silence * 10, cap: cap * 10, drain: 0 };
}

/**
 * The same in every boot of a platform: the command line seeds the kernel's random numbers, and those decide what
 * shares a hash bucket. The price: such a record proves which kernel spoke, not in which boot.
 */
export function countingNonce(platform: string): string {
  return digestOfValue({ counting: platform }).slice(0, 16);
}
