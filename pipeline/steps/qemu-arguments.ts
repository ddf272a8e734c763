// A platform and its files -> QEMU's arguments. The traps that each cost a run are checked here, before the boot.

import type { Accelerator } from "../model/accelerator.ts";
import { UserError } from "../model/errors.ts";
import type { Platform } from "../model/platform.ts";
import { closedMachine } from "../tools/qemu.ts";

export type BootFiles = {
  readonly kernel: string;
  readonly initramfs: string;
  /** The hypervisor's image, where the platform has one. */
  readonly hypervisor?: string;
};

/** Everything but consoles and QMP; `nonce` belongs to the kernel that QEMU or Xen starts first. */
export function qemuArguments(
  platform: Platform,
  files: BootFiles,
  nonce: string,
  accelerator: Accelerator,
): string[] {
  const words = platform.entry === "domu" ? (platform.domu?.dom0Cmdline ?? []) : platform.cmdline;
  const cmdline = [...words, `tb.nonce=${nonce}`].join(" ");
  // prettier-ignore
  return [
    ...closedMachine,
    "-machine", platform.machine, "-accel", accelerator, "-cpu", platform.cpu,
    "-smp", String(platform.cpus), "-m", String(platform.memoryMiB),
    ...(platform.entry === "direct" ? direct(files, cmdline) : underXen(platform, files, cmdline)),
  ];
}

function direct(files: BootFiles, cmdline: string): string[] {
  return ["-kernel", files.kernel, "-initrd", files.initramfs, "-append", cmdline];
}

/** Xen is a multiboot image: kernel and initramfs are its modules, and a comma would split their line. */
function underXen(platform: Platform, files: BootFiles, cmdline: string): string[] {
  const modules = [files.kernel, cmdline, files.initramfs];
  if (modules.some((one) => one.includes(",")))
    throw new UserError(
      `${platform.platform}: a comma in a path or command line would split a multiboot module`,
      "keep the store in a folder without commas: TWINBOOT_STORE=/path",
    );
  const xen = platform.hypervisor?.cmdline.join(" ") ?? "";
  // prettier-ignore
  return [
    "-kernel", files.hypervisor ?? "", "-append", xen,
    "-initrd", `${files.kernel} ${cmdline},${files.initramfs}`,
  ];
}
