// What a host needs to start its guests, as a second archive behind its own. images/README.md has the layout.

import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { GuestPlatform } from "../../model/described/platform.ts";
import { packFolder } from "../../tools/cpio.ts";
import { type GuestArchives, guestInitramfs, joinedArchives } from "./guest-initramfs.ts";
import { type BootFiles, hostedArguments } from "./qemu-arguments.ts";
import { xlConfig } from "./xl-config.ts";

export type Guest = { readonly platform: GuestPlatform; readonly nonce: string };

export type PayloadFiles = GuestArchives & { readonly vmlinux: string };

/** Where the host finds them. */
const inHost = {
  kernel: "/guest/kernel",
  vmlinux: "/guest/vmlinux",
  initramfs: "/guest/initramfs",
} as const;

/** Gives the path of the host's initramfs with the payload behind it. */
export async function withGuestPayload(
  workDir: string,
  host: string,
  files: PayloadFiles,
  guests: readonly Guest[],
): Promise<string> {
  const payload = join(workDir, "payload");
  const folder = join(payload, "guest");
  await mkdir(folder, { recursive: true });
  await copyFile(files.kernel, join(folder, "kernel"));
  await copyFile(files.initramfs, join(folder, "initramfs"));
  if (guests.some(({ platform }) => isElf(platform)))
    await copyFile(files.vmlinux, join(folder, "vmlinux"));
  const order = guests.map(({ platform }) => `${platform.platform}\n`);
  await writeFile(join(folder, "order"), order.join(""));
  for (const guest of guests) {
    const own = await guestInitramfs(workDir, guest.platform, files);
    await describeGuest(folder, guest, own === files.initramfs ? undefined : own);
  }
  const archive = await packFolder(payload, join(workDir, "payload.cpio"));
  return joinedArchives([host, archive], join(workDir, "host-with-guests"));
}

/** `initramfs`: where the guest has one of its own. */
async function describeGuest(
  folder: string,
  { platform, nonce }: Guest,
  initramfs: string | undefined,
): Promise<void> {
  const own = join(folder, "guests", platform.platform);
  await mkdir(own, { recursive: true });
  if (initramfs) await copyFile(initramfs, join(own, "initramfs"));
  const files: BootFiles = {
    kernel: isElf(platform) ? inHost.vmlinux : inHost.kernel,
    initramfs: initramfs ? `/guest/guests/${platform.platform}/initramfs` : inHost.initramfs,
  };
  if (platform.entry === "domu")
    return writeFile(join(own, "xl.cfg"), xlConfig(platform, files, nonce));
  const lines = hostedArguments(platform, files, nonce).map((argument) => `${argument}\n`);
  await writeFile(join(own, "qemu.args"), lines.join(""));
}

function isElf(platform: GuestPlatform): boolean {
  return platform.entry === "hosted" && platform.kernelAs === "elf";
}
