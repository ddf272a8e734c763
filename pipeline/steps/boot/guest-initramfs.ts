// The guest's image with what its platform asks for behind it: the kernel unpacks one archive after the other.

import { createReadStream, createWriteStream } from "node:fs";
import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Platform } from "../../model/described/platform.ts";
import { packFolder } from "../../tools/cpio.ts";

/** Paths of what a guest may be given. */
export type GuestArchives = {
  readonly kernel: string;
  readonly initramfs: string;
  readonly selftests?: string;
  /** The hypervisor's own. */
  readonly tests?: string;
};

/** Gives the path of the initramfs to boot: the image itself, where nothing more is asked for. */
export async function guestInitramfs(
  workDir: string,
  asking: Platform,
  archives: GuestArchives,
): Promise<string> {
  const { platform, selftests, kexec } = asking;
  const own = asking.entry === "dom0" && asking.hypervisor.tests;
  const behind = [
    ...(selftests.length && archives.selftests ? [archives.selftests] : []),
    ...(own && archives.tests ? [archives.tests] : []),
    ...(kexec ? [await secondKernel(workDir, archives)] : []),
  ];
  if (!behind.length) return archives.initramfs;
  return joinedArchives([archives.initramfs, ...behind], join(workDir, `${platform}.initramfs`));
}

/** Each but the last must end at a multiple of four, as packCompressed makes it. */
export async function joinedArchives(archives: readonly string[], to: string): Promise<string> {
  for (const from of archives)
    await pipeline(createReadStream(from), createWriteStream(to, { flags: "a" }));
  return to;
}

/** What kexec_file_load(2) takes: /boot/kernel and /boot/initramfs. */
async function secondKernel(workDir: string, archives: GuestArchives): Promise<string> {
  const root = join(workDir, "second-kernel");
  await mkdir(join(root, "boot"), { recursive: true });
  await copyFile(archives.kernel, join(root, "boot", "kernel"));
  await copyFile(archives.initramfs, join(root, "boot", "initramfs"));
  return packFolder(root, join(workDir, "second-kernel.cpio"));
}
