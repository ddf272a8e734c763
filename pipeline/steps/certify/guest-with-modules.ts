// What a guest boots with a kernel's modules: its own image with those behind it, or a distribution's initramfs with the
// guest's PID 1 behind that. It loads what the platform's command line names.

import { chmod, copyFile, mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import type { GuestImage } from "../../model/described/image.ts";
import type { PackagedKernel } from "../../model/described/packaged-kernel.ts";
import type { JsonObject } from "../../model/json.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { StepContext, StepKind } from "../../model/work/step.ts";
import { packCompressed, paddedArchive } from "../../tools/cpio.ts";
import { joinedArchives } from "../boot/guest-initramfs.ts";

export const guestWithModules: StepKind<
  JsonObject,
  { guest: GuestImage; kernel: PackagedKernel },
  GuestImage
> = {
  name: "guest-with-modules",
  version: 1,
  nature: "pure",
  pool: "io",
  reads: ({ guest, kernel: { modules, initramfs } }) => ({
    guest,
    modules: modules?.archive.digest,
    ...(initramfs ? { initramfs: initramfs.file.digest } : {}),
  }),
  async run(context, _, { guest, kernel: { modules, initramfs } }) {
    const { path, workDir, keep } = context;
    if (!modules && !initramfs) return pass(guest);
    const first = initramfs
      ? [
          await paddedArchive(path(initramfs.file), join(workDir, "distribution")),
          await onlyInit(context, guest),
        ]
      : [path(guest.initramfs)];
    const archives = [...first, ...(modules ? [path(modules.archive)] : [])];
    const all = await joinedArchives(archives, join(workDir, "initramfs"));
    return pass({ ...guest, initramfs: await keep(all, "guest-with-modules.cpio.gz") });
  },
};

/** The word on the kernel's command line that starts the guest's PID 1 and not the initramfs's own. */
export const startInit = "rdinit=/twinboot-init";

/** Beside the files of the initramfs, but for the programs that the kernel calls when a host sends it down. */
async function onlyInit({ path, workDir }: StepContext, { recorder }: GuestImage): Promise<string> {
  const root = join(workDir, "init");
  await mkdir(join(root, "sbin"), { recursive: true });
  await copyFile(path(recorder), join(root, "twinboot-init"));
  await chmod(join(root, "twinboot-init"), 0o755);
  for (const program of ["poweroff", "reboot"])
    await symlink("/twinboot-init", join(root, "sbin", program));
  return packCompressed(root, join(workDir, "init.cpio.gz"), { onlyFiles: true });
}
