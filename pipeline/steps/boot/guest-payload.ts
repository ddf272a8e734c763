// What a host needs to start its guests, as a second archive behind its own. images/README.md has the layout.

import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type GuestPlatform, runsXtf } from "../../model/described/platform.ts";
import { packFolder } from "../../tools/cpio.ts";
import { type GuestArchives, guestInitramfs, joinedArchives } from "./guest-initramfs.ts";
import { type BootFiles, hostedArguments } from "./qemu-arguments.ts";
import { driverConfig, xlConfig } from "./xl-config.ts";

export type Guest = { readonly platform: GuestPlatform; readonly nonce: string };

type Domu = Extract<GuestPlatform, { entry: "domu" }>;

export type PayloadFiles = GuestArchives & {
  readonly vmlinux: string;
  /** Of the one guest that boots a file of the user's. */
  readonly guestFile?: string;
};

/** Where the host finds them. */
const inHost = {
  kernel: "/guest/kernel",
  vmlinux: "/guest/vmlinux",
  initramfs: "/guest/initramfs",
  driver: "/guest/driver",
} as const;

/** Gives the path of the host's initramfs with the payload behind it; `host`: its archives, its own first. */
export async function withGuestPayload(
  workDir: string,
  host: readonly [string, ...string[]],
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
  if (guests.some(({ platform }) => driverOf(platform)))
    await copyFile(host[0], join(folder, "driver"));
  const order = guests.map(({ platform }) => `${platform.platform}\n`);
  await writeFile(join(folder, "order"), order.join(""));
  for (const guest of guests) {
    const own = await guestInitramfs(workDir, guest.platform, files);
    await describeGuest(folder, guest, own === files.initramfs ? undefined : own);
    if (files.guestFile)
      await copyFile(files.guestFile, join(folder, "guests", guest.platform.platform, "kernel"));
  }
  const archive = await packFolder(payload, join(workDir, "payload.cpio"));
  return joinedArchives([...host, archive], join(workDir, "host-with-guests"));
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
    return describeDomu(own, platform, xlConfig(platform, files, nonce));
  const lines = hostedArguments(platform, files, nonce).map((argument) => `${argument}\n`);
  await writeFile(join(own, "qemu.args"), lines.join(""));
}

/** What dom0 reads of it besides: how far it is ballooned, in KiB, and the domain that serves it. */
async function describeDomu(own: string, platform: Domu, config: string): Promise<void> {
  if (runsXtf(platform)) return writeFile(join(own, "xtf"), `${platform.type}\n`);
  await writeFile(join(own, "xl.cfg"), config);
  const { balloonMiB, driver } = platform;
  if (balloonMiB !== undefined) await writeFile(join(own, "balloon"), String(balloonMiB * 1024));
  const files = { kernel: inHost.kernel, initramfs: inHost.driver };
  if (driver) await writeFile(join(own, "driver.cfg"), driverConfig(driver, files));
}

function driverOf(platform: GuestPlatform): Domu["driver"] {
  return platform.entry === "domu" ? platform.driver : undefined;
}

function isElf(platform: GuestPlatform): boolean {
  return platform.entry === "hosted" && platform.kernelAs === "elf";
}
