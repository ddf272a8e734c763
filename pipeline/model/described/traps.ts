// Combinations that are known to hang or crash: each cost somebody a run, so it is named before the boot instead of tried.

import satisfies from "semver/functions/satisfies.js";
import { unmetNeed, upstream, type Versions } from "./needs.ts";
import type { Platform } from "./platform.ts";

type Trap = {
  readonly why: string;
  readonly catches: (platform: Platform, there: Versions) => boolean;
};

const traps: readonly Trap[] = [
  {
    why: "QEMU before 9.1 crashes a PV dom0 on a CPU with SMAP: take qemu64,+svm,+npt, or take the flag away with -smap",
    catches: (platform, { qemu }) =>
      isPvDom0(platform) && hasSmap(platform.cpu) && satisfies(upstream(qemu), "<9.1"),
  },
  {
    why: "Xen panics on QEMU's EPYC models: take qemu64,+svm,+npt",
    catches: (platform) => platform.entry === "dom0" && /^EPYC/i.test(platform.cpu),
  },
  {
    why: "a PVH dom0 hangs with more than one CPU under TCG: take cpus: 1",
    catches: (platform) => isPvhDom0(platform) && platform.cpus > 1,
  },
  {
    why: "Xen finds no usable ACPI tables for a PVH dom0 under SeaBIOS: take firmware: ovmf",
    catches: (platform) => isPvhDom0(platform) && platform.firmware !== "ovmf",
  },
  {
    why: "KVM's own signature wins over another's: the CPU needs kvm=off",
    catches: (platform) => shows(platform, /,hv[_-]/) && !shows(platform, /,kvm=off\b/),
  },
  {
    why: "Linux refuses Hyper-V without the VP index: the CPU needs hv_vpindex",
    catches: (platform) =>
      shows(platform, /,hv_(?:time|synic|stimer)\b/) && !shows(platform, /,hv_vpindex\b/),
  },
  {
    why: "Linux looks for VMware in the DMI tables only where the CPU's hypervisor bit is clear: the CPU needs -hypervisor",
    catches: (platform) =>
      "smbios" in platform &&
      platform.smbios.some((table) => table.includes("VMware")) &&
      !/-hypervisor|hv-vendor-id=VMware/.test(platform.cpu),
  },
  {
    why: "Xen emulated by KVM hangs with more than one CPU under TCG: take cpus: 1",
    catches: (platform) =>
      platform.entry === "hosted" && /xen-version=/.test(platform.accel) && platform.cpus > 1,
  },
  {
    why: "on a loaded machine KVM refuses its guests' TSC rate, and their timers stop: the host's kernel needs kvm.tsc_tolerance_ppm=10000",
    catches: (platform) =>
      isKvmHost(platform) &&
      !platform.cmdline.some((word) => word.startsWith("kvm.tsc_tolerance_ppm=")),
  },
];

/** Why a platform is not booted with these versions, in words; undefined where nothing is known against it. */
export function knownTrap(platform: Platform, there: Versions): string | undefined {
  const trap = traps.find(({ catches }) => catches(platform, there));
  return trap ? `${platform.platform}: ${trap.why}` : unmetNeed(platform, there);
}

type Dom0 = Extract<Platform, { entry: "dom0" }>;

function isPvhDom0(platform: Platform): platform is Dom0 {
  return platform.entry === "dom0" && platform.hypervisor.cmdline.includes("dom0=pvh");
}

function isPvDom0(platform: Platform): platform is Dom0 {
  return platform.arch === "x86_64" && platform.entry === "dom0" && !isPvhDom0(platform);
}

function isKvmHost(platform: Platform): boolean {
  return platform.arch === "x86_64" && platform.entry === "direct" && platform.serves !== undefined;
}

/** QEMU's models with SMAP by default (Broadwell and later, EPYC, max), unless it is taken away. */
function hasSmap(cpu: string): boolean {
  return (
    !/^(?:qemu|kvm|core2|Opteron|Nehalem|Westmere|SandyBridge|IvyBridge|Haswell|phenom|Penryn|Conroe)/i.test(
      cpu,
    ) && !/,-smap\b/.test(cpu)
  );
}

function shows(platform: Platform, pattern: RegExp): boolean {
  return "cpu" in platform && pattern.test(platform.cpu);
}
