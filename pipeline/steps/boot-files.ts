// The files that a platform boots from, made ready in a work folder.

import type { AcceleratorProof } from "../model/accelerator.ts";
import type { BuiltHypervisor } from "../model/hypervisor.ts";
import type { Dom0Image, GuestImage } from "../model/image.ts";
import type { Kernel } from "../model/kernel.ts";
import type { Platform } from "../model/platform.ts";
import type { StepContext } from "../model/step.ts";
import { dom0WithPayload, domuConfig } from "./domu-payload.ts";
import type { BootFiles } from "./qemu-arguments.ts";

/** hypervisor and dom0 are there where the platform's entry needs them. */
export type BootInputs = {
  kernel: Kernel;
  guest: GuestImage;
  proof: AcceleratorProof;
  hypervisor?: BuiltHypervisor;
  dom0?: Dom0Image;
};

/** `nonce` is the guest's; a domU is told it in its description. */
export async function bootFiles(
  context: Pick<StepContext, "path" | "workDir">,
  platform: Platform,
  inputs: BootInputs,
  nonce: string,
): Promise<BootFiles> {
  const kernel = context.path(inputs.kernel.image);
  const guest = context.path(inputs.guest.initramfs);
  const hypervisor = inputs.hypervisor ? { hypervisor: context.path(inputs.hypervisor.image) } : {};
  if (platform.entry !== "domu" || !inputs.dom0) return { kernel, initramfs: guest, ...hypervisor };
  const dom0 = context.path(inputs.dom0.initramfs);
  const config = domuConfig(platform, nonce);
  const files = { kernel, initramfs: guest };
  const initramfs = await dom0WithPayload(context.workDir, dom0, files, config);
  return { kernel, initramfs, ...hypervisor };
}

/** The same for a dry run: what is not made yet is named in angle brackets. */
export function plannedFiles(
  context: { path: StepContext["path"] },
  inputs: Partial<BootInputs>,
): BootFiles {
  const { kernel, guest, hypervisor, dom0 } = inputs;
  return {
    kernel: kernel ? context.path(kernel.image) : "<bzImage>",
    initramfs: dom0
      ? "<dom0 with payload>"
      : guest
        ? context.path(guest.initramfs)
        : "<guest.cpio.gz>",
    hypervisor: hypervisor ? context.path(hypervisor.image) : "<xen>",
  };
}
