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

/**
 * The CPU that counts, by architecture: of those alone whose two boots were seen to give equal numbers. PCs have no model of
 * a QEMU's version: TCG's oldest, with the virtualization that Xen's guests need. The hypervisor bit stays as in the
 * platform: its evidence checks it.
 */
const cpus: Readonly<Record<string, (own: string) => string>> = {
  x86_64: pcThatCounts,
  i386: pcThatCounts,
  // Its generic timer has ticks of 16 ns otherwise, and a count would be of sixteen instructions.
  arm64: (own) => `${own},cntfrq=1000000000`,
  // The timebase of POWER cannot be told: its counts are right to two instructions (bench_mark.h).
  ppc64le: (own) => own,
};

function pcThatCounts(own: string): string {
  return own.includes("-hypervisor") ? "qemu64,+svm,+npt,-hypervisor" : "qemu64,+svm,+npt";
}

/** Why nothing is counted on a platform, in words; undefined where it is. */
export function whyNotCounted({ platform, arch, entry }: Platform): string | undefined {
  if (entry === "uml")
    return `${platform} is a program of this machine, and no QEMU counts what it executes`;
  if (cpus[arch]) return undefined;
  return `${platform}: ${uncounted[arch] ?? noProof}`;
}

const noProof = "nobody has shown yet that two boots of its architecture give equal counts";

/** What is known of architectures that count nothing. */
const uncounted: Readonly<Record<string, string>> = {
  riscv64:
    "its timer ticks at 10 MHz whatever QEMU is told: a count would be of a hundred instructions",
};

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

/** Throws an Error for a platform that counts nothing: it is refused before. */
export function cpuOf({ arch, cpu, platform }: MachinePlatform): string {
  const counts = cpus[arch];
  if (!counts) throw new Error(`${platform} was not refused`);
  return counts(cpu);
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
