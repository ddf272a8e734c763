// The guest image with a shell in it, for a person who wants to look around.

import { createReadStream, createWriteStream } from "node:fs";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Platform } from "../model/platform.ts";
import type { StepContext } from "../model/step.ts";
import { packFolder } from "../tools/cpio.ts";
import { bootFiles, type BootInputs } from "./boot-files.ts";
import type { BootFiles } from "./qemu-arguments.ts";

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

export type ShellFiles = {
  readonly boot: BootFiles;
  /** The command lines that start the shell instead of the guest's PID 1. */
  readonly cmdlines: Pick<Platform, "cmdline" | "domu">;
};

/** On a domU platform the shell is dom0's, with the domU described in /guest/domu.cfg. */
export async function withShell(
  context: Pick<StepContext, "path" | "workDir">,
  platform: Platform,
  inputs: BootInputs,
  nonce: string,
): Promise<ShellFiles> {
  const boot = await bootFiles(context, platform, inputs, nonce);
  const initramfs = await shellArchive(context.workDir, boot.initramfs);
  const start = "rdinit=/shell";
  const { domu } = platform;
  return {
    boot: { ...boot, initramfs },
    cmdlines: {
      cmdline: [...platform.cmdline, start],
      ...(domu ? { domu: { ...domu, dom0Cmdline: [...domu.dom0Cmdline, "tb.shell"] } } : {}),
    },
  };
}

async function shellArchive(workDir: string, initramfs: string): Promise<string> {
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
