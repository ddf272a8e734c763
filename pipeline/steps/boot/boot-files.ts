// The files that a platform boots from, made ready in a work folder.

import { existsSync } from "node:fs";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { AcceleratorProof } from "../../model/described/accelerator.ts";
import { InfraError } from "../../model/errors.ts";
import type { BuiltHypervisor, HypervisorTools } from "../../model/described/hypervisor.ts";
import type { GuestImage } from "../../model/described/image.ts";
import type { Kernel } from "../../model/described/kernel.ts";
import { deviceTreeDomain, type MachinePlatform } from "../../model/described/platform.ts";
import type { BuiltSelftests } from "../../model/described/selftests.ts";
import type { CommandContext, StepContext } from "../../model/work/step.ts";
import { commandLineOf } from "./command-line.ts";
import type { GuestArchives } from "./guest-initramfs.ts";
import { type BootFiles, uefiFirmware } from "./qemu-arguments.ts";

/** hypervisor is there where the platform's entry needs one. */
export type BootInputs = {
  kernel: Kernel;
  guest: GuestImage;
  proof: AcceleratorProof;
  hypervisor?: BuiltHypervisor;
  /** Where a platform of the boot runs them. */
  selftests?: BuiltSelftests;
  /** Where its hypervisor is asked for a policy or tests. */
  hypervisorTools?: HypervisorTools;
};

/** `initramfs` and `nonce`: of the kernel that QEMU or Xen starts. */
export async function bootFiles(
  context: Pick<StepContext, "path" | "workDir">,
  platform: MachinePlatform,
  inputs: Pick<BootInputs, "kernel" | "hypervisor" | "hypervisorTools">,
  { initramfs, nonce }: { initramfs: string; nonce: string },
): Promise<BootFiles> {
  const { kernel, hypervisor, hypervisorTools: tools } = inputs;
  mustHaveFirmware(platform);
  const image = platform.kernelAs === "elf" ? kernel.vmlinux : kernel.image;
  const files = { kernel: context.path(image), initramfs };
  if (platform.entry !== "dom0" || !hypervisor) return files;
  const policy = platform.hypervisor.policy && tools ? { policy: context.path(tools.policy) } : {};
  const under = { ...files, ...policy, hypervisor: context.path(hypervisor.image) };
  if (!platform.firmware) return under;
  const xen = { ...under, hypervisor: context.path(hypervisor.efi) };
  return { ...under, esp: await systemPartition(context.workDir, platform, xen, nonce) };
}

function mustHaveFirmware({ firmware }: MachinePlatform): void {
  const needed = firmware && uefiFirmware[firmware];
  if (needed && !existsSync(needed.code))
    throw new InfraError(`${needed.code} is not installed`, `apt-get install ${needed.package}`);
}

/** What the guest itself is given, where its platform asks for it. */
export function guestArchives(
  { path }: Pick<StepContext, "path">,
  { kernel, guest, selftests, hypervisorTools }: BootInputs,
): GuestArchives {
  return {
    kernel: path(kernel.image),
    initramfs: path(guest.initramfs),
    ...(selftests ? { selftests: path(selftests.archive) } : {}),
    ...(hypervisorTools ? { tests: path(hypervisorTools.tests) } : {}),
  };
}

/** What UEFI starts without asking, Xen, and beside it what xen.efi reads (Xen's docs/misc/efi.pandoc). */
async function systemPartition(
  workDir: string,
  platform: Extract<MachinePlatform, { entry: "dom0" }>,
  files: Required<Pick<BootFiles, "kernel" | "initramfs" | "hypervisor">> & BootFiles,
  nonce: string,
): Promise<string> {
  const esp = join(workDir, "esp");
  const boot = join(esp, "EFI", "BOOT");
  await mkdir(boot, { recursive: true });
  await copyFile(files.hypervisor, join(boot, "BOOTX64.EFI"));
  await copyFile(files.kernel, join(boot, "kernel"));
  await copyFile(files.initramfs, join(boot, "initrd"));
  if (files.policy) await copyFile(files.policy, join(boot, "policy"));
  await writeFile(
    join(boot, "BOOTX64.cfg"),
    `[global]
default=guest
[guest]
options=${platform.hypervisor.cmdline.join(" ")}
kernel=kernel ${commandLineOf(platform, nonce)}
ramdisk=initrd
${files.policy ? "xsm=policy\n" : ""}`,
  );
  return esp;
}

/** The same for a dry run: what is not made yet is named in angle brackets. */
export function plannedFiles(
  context: Pick<CommandContext, "path">,
  platform: MachinePlatform,
  { kernel, guest, hypervisor }: Partial<BootInputs>,
): BootFiles {
  const image = platform.kernelAs === "elf" ? kernel?.vmlinux : kernel?.image;
  return {
    kernel: image ? context.path(image) : "<kernel>",
    initramfs: guest ? context.path(guest.initramfs) : "<guest.cpio.gz>",
    hypervisor: hypervisor ? context.path(hypervisor.image) : "<xen>",
    ...(platform.entry === "dom0" && platform.firmware ? { esp: "<esp>" } : {}),
    ...(deviceTreeDomain(platform) ? { deviceTree: "<device tree>" } : {}),
  };
}
