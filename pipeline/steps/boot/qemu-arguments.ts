// A platform and its files -> QEMU's arguments.

import type { Accelerator } from "../../model/described/accelerator.ts";
import { UserError } from "../../model/errors.ts";
import type { MachinePlatform, Platform } from "../../model/described/platform.ts";
import { bareMachine, closedMachine } from "../../tools/qemu.ts";
import { commandLineOf } from "./command-line.ts";

export type BootFiles = {
  readonly kernel: string;
  readonly initramfs: string;
  /** The hypervisor's image, where the platform has one. */
  readonly hypervisor?: string;
  /** What the hypervisor may have loaded beside the kernel: FLASK's policy, which it knows by its first bytes. */
  readonly policy?: string;
  /** What tells Xen of its domain, where there is no dom0. */
  readonly deviceTree?: string;
  /** The folder of an EFI system partition, where firmware starts the hypervisor. */
  readonly esp?: string;
};

/** Where Debian's packages lay UEFI for QEMU. */
export const uefiFirmware = {
  ovmf: {
    package: "ovmf",
    code: "/usr/share/OVMF/OVMF_CODE_4M.fd",
    variables: "/usr/share/OVMF/OVMF_VARS_4M.fd",
  },
  aavmf: {
    package: "qemu-efi-aarch64",
    code: "/usr/share/AAVMF/AAVMF_CODE.fd",
    variables: "/usr/share/AAVMF/AAVMF_VARS.fd",
  },
} as const;

/** Everything but consoles and QMP; `nonce` belongs to the kernel that QEMU or Xen starts first. */
export function qemuArguments(
  platform: MachinePlatform,
  files: BootFiles,
  nonce: string,
  accelerator: Accelerator,
): string[] {
  const cmdline = commandLineOf(platform, nonce);
  return [
    ...closedMachine,
    "-accel",
    accelerator === "tcg" && platform.thread ? `tcg,thread=${platform.thread}` : accelerator,
    ...hardware(platform),
    ...(platform.entry === "direct" ? direct(files, cmdline) : underXen(platform, files, cmdline)),
  ];
}

/** The QEMU that writes the device tree of the platform's machine to a file, and goes. */
export function dumpArguments(platform: MachinePlatform, to: string): string[] {
  return [...closedMachine, ...hardware(platform), "-machine", `dumpdtb=${quoted(to)}`];
}

type Hosted = Extract<Platform, { entry: "hosted" }>;

/** The same for the QEMU of a KVM host, which has no seccomp. */
export function hostedArguments(platform: Hosted, files: BootFiles, nonce: string): string[] {
  const cmdline = commandLineOf(platform, nonce);
  // prettier-ignore
  return [
    ...bareMachine, "-accel", platform.accel, ...hardware(platform), ...direct(files, cmdline),
  ];
}

function hardware(platform: MachinePlatform | Hosted): string[] {
  const { machine, cpu, cpus, memoryMiB, firmware, devices, smbios } = platform;
  // prettier-ignore
  return [
    "-machine", machine, "-cpu", cpu, "-smp", String(cpus), "-m", String(memoryMiB),
    ...(firmware ? uefi(uefiFirmware[firmware]) : []),
    ...backends.flatMap(({ name, args }) => (uses(devices, name) ? args : [])),
    ...devices.flatMap((device) => ["-device", device]),
    ...smbios.flatMap((table) => ["-smbios", table]),
  ];
}

/**
 * What a platform's devices may stand on, none of it longer than the machine: a disk of zeros that keeps what is
 * written to it, and two ends of one wire that leads nowhere else.
 */
const backends = [
  {
    name: "drive=probe",
    args: ["-drive", "if=none,id=probe,driver=null-co,size=8388608,read-zeroes=on,snapshot=on"],
  },
  { name: "netdev=probe0", args: ["-netdev", "hubport,hubid=0,id=probe0"] },
  { name: "netdev=probe1", args: ["-netdev", "hubport,hubid=0,id=probe1"] },
] as const;

function uses(devices: readonly string[], backend: string): boolean {
  return devices.some((device) => device.split(",").includes(backend));
}

/** What firmware writes into its variables is gone with the machine. */
function uefi({ code, variables }: { code: string; variables: string }): string[] {
  const flash = "if=pflash,format=raw";
  // prettier-ignore
  return [
    "-drive", `${flash},unit=0,readonly=on,file=${code}`,
    "-drive", `${flash},unit=1,snapshot=on,file=${variables}`,
  ];
}

function direct(files: BootFiles, cmdline: string): string[] {
  return ["-kernel", files.kernel, "-initrd", files.initramfs, "-append", cmdline];
}

/** Firmware finds Xen on a disk; without it Xen is a multiboot image, with kernel and initramfs as its modules. */
function underXen(
  platform: Extract<MachinePlatform, { entry: "dom0" }>,
  files: BootFiles,
  cmdline: string,
): string[] {
  if (files.esp) return systemDisk(files.esp);
  if (platform.hypervisor.at?.domain) return asDomain(platform.hypervisor, files);
  if (platform.hypervisor.at) return byDeviceTree(platform.hypervisor, files, cmdline);
  const policy = files.policy ? [files.policy] : [];
  const modules = [files.kernel, cmdline, files.initramfs, ...policy];
  if (modules.some((one) => one.includes(",")))
    throw new UserError(
      `${platform.platform}: a comma in a path or command line would split a multiboot module`,
      "keep the store in a folder without commas: TWINBOOT_STORE=/path",
    );
  const xen = platform.hypervisor.cmdline.join(" ");
  // prettier-ignore
  return [
    "-kernel", files.hypervisor ?? "", "-append", xen,
    "-initrd", [`${files.kernel} ${cmdline}`, files.initramfs, ...policy].join(","),
  ];
}

type UnderXen = Extract<MachinePlatform, { entry: "dom0" }>["hypervisor"];

/** Xen on arm64 finds its modules in the device tree (Xen's docs/misc/arm/device-tree/booting.txt). */
function byDeviceTree({ cmdline: xen, at }: UnderXen, files: BootFiles, cmdline: string): string[] {
  const kernel = `kernel=${quoted(files.kernel)},bootargs=${quoted(cmdline)}`;
  // prettier-ignore
  return [
    "-kernel", files.hypervisor ?? "", "-append", xen.join(" "),
    "-device", `guest-loader,addr=${at?.kernel},${kernel}`,
    "-device", `guest-loader,addr=${at?.initramfs},initrd=${quoted(files.initramfs)}`,
  ];
}

/** The same without a dom0: the device tree is ours, with all command lines in it (domain-tree.ts). */
function asDomain({ at }: UnderXen, files: BootFiles): string[] {
  // prettier-ignore
  return [
    "-kernel", files.hypervisor ?? "", "-dtb", files.deviceTree ?? "",
    "-device", `loader,addr=${at?.kernel},force-raw=on,file=${quoted(files.kernel)}`,
    "-device", `loader,addr=${at?.initramfs},force-raw=on,file=${quoted(files.initramfs)}`,
  ];
}

/** In a value of QEMU's a comma is doubled. */
function quoted(value: string): string {
  return value.replaceAll(",", ",,");
}

/**
 * One that our flavours have no driver for: a PVH dom0 without an IOMMU must not let a device write to its memory, which is
 * elsewhere than it thinks. On a virtio disk it waits for the partition table for ever.
 */
function systemDisk(esp: string): string[] {
  return ["-drive", `if=ide,format=raw,snapshot=on,file=fat:${esp}`];
}
