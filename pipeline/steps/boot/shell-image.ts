// The guest image with a shell in it, for a person who wants to look around.

import { createReadStream, createWriteStream } from "node:fs";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { packFolder } from "../../tools/cpio.ts";

/** Mounts what a guest's PID 1 mounts, then hands the console over; leaving the shell ends the machine. */
const script = `#!/bin/busybox sh
/bin/busybox mkdir -p /bin /sbin /usr/bin /usr/sbin /dev /proc /sys
/bin/busybox --install -s
mount -t devtmpfs dev /dev
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t debugfs debugfs /sys/kernel/debug
[ -d /proc/xen ] && mount -t xenfs xen /proc/xen
setsid cttyhack sh
poweroff -f
`;

/** The word on the kernel's command line that starts the shell instead of the guest's PID 1. */
export const startShell = "rdinit=/shell";

/** Gives the path of the image with the shell behind it. */
export async function withShell(workDir: string, initramfs: string): Promise<string> {
  const root = join(workDir, "shell");
  await mkdir(join(root, "bin"), { recursive: true });
  await copyFile("/bin/busybox", join(root, "bin", "busybox"));
  await writeFile(join(root, "shell"), script, { mode: 0o755 });
  const archive = await packFolder(root, join(workDir, "shell.cpio"));
  const both = join(workDir, "with-shell");
  await pipeline(createReadStream(initramfs), createWriteStream(both));
  await pipeline(createReadStream(archive), createWriteStream(both, { flags: "a" }));
  return both;
}
