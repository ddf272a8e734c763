// A domU as xl is told of it: xl.cfg(5).

import type { Platform } from "../../model/described/platform.ts";
import { commandLineOf } from "./command-line.ts";
import type { BootFiles } from "./qemu-arguments.ts";

type Domu = Extract<Platform, { entry: "domu" }>;

/**
 * The guest is promised a host that serves requests (images/README.md), but for HVM, where nobody has tried them. The
 * uuid is fixed, as it shows in the guest's facts. The domain is kept when it has ended, so that dom0
 * can say how.
 */
export function xlConfig(platform: Domu, files: BootFiles, nonce: string): string {
  const promise = platform.type === "hvm" ? [] : ["tb.host=xen"];
  const asking = { ...platform, cmdline: [...platform.cmdline, ...promise] };
  const linux = `kernel = "${files.kernel}"
ramdisk = "${files.initramfs}"
extra = "${commandLineOf(asking, nonce)}"`;
  return `name = "${platform.platform}"
uuid = "00000000-0000-4000-8000-000000000001"
type = "${platform.type}"
${platform.guest ? `kernel = "${foreignKernel(platform)}"` : linux}
memory = ${platform.memoryMiB}
vcpus = ${platform.cpus}
disk = [${quoted(platform.disks)}]
vif = [${quoted(platform.vifs)}]
${platform.seclabel ? `seclabel = "${platform.seclabel}"\n` : ""}on_poweroff = "preserve"
on_reboot = "preserve"
on_crash = "preserve"
${platform.tsc ? `tsc_mode = "${platform.tsc}"\n` : ""}${platform.paging === "shadow" ? "hap = 0\n" : ""}${platform.type === "hvm" ? withoutDisplay : ""}`;
}

/** Where dom0 has it: a file of its image, or one that was brought along. */
function foreignKernel({ platform, guest }: Domu): string {
  return guest && "kernel" in guest ? guest.kernel : `/guest/guests/${platform}/kernel`;
}

type Driver = { readonly memoryMiB: number; readonly disks: readonly string[] };

/** A driver domain: the PID 1 of its dom0's image, which finds by the word that this domain is none. */
export function driverConfig({ memoryMiB, disks }: Driver, files: BootFiles): string {
  return `name = "driver"
type = "pv"
driver_domain = 1
kernel = "${files.kernel}"
ramdisk = "${files.initramfs}"
extra = "console=hvc0 panic=-1 tb.driver"
memory = ${memoryMiB}
vcpus = 1
disk = [${quoted(disks)}]
on_reboot = "preserve"
on_crash = "preserve"
`;
}

function quoted(values: readonly string[]): string {
  return values.map((value) => `"${value}"`).join(", ");
}

/** An HVM domain has a device model, which is to show it no display. */
const withoutDisplay = `vga = "none"
vnc = 0
nographic = 1
`;
