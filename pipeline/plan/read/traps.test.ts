// Traps that each cost a run: named before the boot, and none of them in this checkout's own platforms.

import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readDescriptions } from "./read-descriptions.ts";
import type { Platform } from "../../model/described/platform.ts";
import { knownTrap } from "../../model/described/traps.ts";

const { platforms } = readDescriptions(join(import.meta.dirname, "../../.."));
const debian12 = { qemu: "7.2.22", hypervisor: "4.17.5+72-g01140da4e8-1", kernel: "7.2.13-1" };

function changed(name: string, change: Partial<Platform>): Platform {
  const platform = platforms.get(name);
  if (!platform) throw new Error(`there is no ${name}`);
  return { ...platform, ...change } as Platform;
}

/** That of the KVM host's image. */
const hostsQemu = "1:10.0.13+ds-0+deb13u1";

test.each([...platforms.values()])("$platform steps into no trap on Debian 12", (platform) => {
  const there = platform.entry === "hosted" ? { qemu: hostsQemu } : debian12;
  expect(knownTrap(platform, there)).toBeUndefined();
});

const smap = /SMAP/;
/** The platform, what is changed in it, QEMU's version, and what must be said (undefined: nothing). */
// prettier-ignore
const cases: readonly (readonly [string, string, Partial<Platform>, string, RegExp | undefined])[] = [
  ["SMAP under a PV dom0 on QEMU 7.2", "xen-pv-dom0", { cpu: "max" }, "7.2.22", smap],
  ["SMAP under a PV dom0 on QEMU 9.0", "xen-pv-dom0", { cpu: "Skylake-Server" }, "1:9.0.2+ds-1", smap],
  ["no SMAP under a PV dom0", "xen-pv-dom0", { cpu: "max,-smap" }, "7.2.22", undefined],
  ["SMAP under a PV dom0 on QEMU 10", "xen-pv-dom0", { cpu: "max" }, "1:10.0.2+ds-2", undefined],
  ["SMAP on bare hardware", "bare-q35", { cpu: "max" }, "7.2.22", undefined],
  ["an EPYC under Xen on any QEMU", "xen-pv-dom0", { cpu: "EPYC" }, "10.0.2", /EPYC/],
  ["two CPUs for a PVH dom0", "xen-pvh-dom0", { cpus: 2 }, "7.2.22", /more than one CPU/],
  ["SeaBIOS for a PVH dom0", "xen-pvh-dom0", { firmware: undefined }, "7.2.22", /SeaBIOS/],
  ["a PVH dom0 of Xen 4.17 on QEMU 10", "xen-pvh-dom0", {}, "10.0.2", /needs qemu <10; here it is 10\.0\.2/],
  ["a PVH guest's nested page tables on QEMU 10", "xen-pvh-domu", {}, "10.0.13", /needs qemu <10; here it is 10\.0\.13/],
  ["VMware's names where the hypervisor bit is set", "vmware-tcg", { cpu: "max" }, "7.2.22", /hypervisor bit/],
  ["Hyper-V behind KVM's own signature", "hyperv", { cpu: "host,hv_relaxed,hv_vpindex,hv_time" }, hostsQemu, /kvm=off/],
  ["Hyper-V without the VP index", "hyperv", { cpu: "host,kvm=off,hv_relaxed,hv_time" }, hostsQemu, /hv_vpindex/],
  ["Xen on KVM with two CPUs", "xen-on-kvm", { cpus: 2 }, hostsQemu, /more than one CPU/],
  ["Xen on KVM with QEMU 7.2", "xen-on-kvm", {}, "7.2.22", /needs qemu >=8\.1; here it is 7\.2\.22/],
  ["a KVM host that refuses its guests' TSC", "kvm-host", { cmdline: ["console=ttyS0"] }, "7.2.22", /tsc_tolerance_ppm/],
];

describe("before the boot,", () => {
  test.each(cases)("%s", (...[, name, change, qemu, said]) => {
    const trap = knownTrap(changed(name, change), { ...debian12, qemu });
    if (said) expect(trap).toMatch(said);
    else expect(trap).toBeUndefined();
  });
});

test("a version that nobody knows meets no need", () => {
  const needy = changed("bare-q35", { needs: { hypervisor: ">=4.17" } });
  expect(knownTrap(needy, { qemu: "7.2.22" })).toBe(
    "bare-q35 needs hypervisor >=4.17; here it is none",
  );
});
