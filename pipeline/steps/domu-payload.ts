// What dom0 needs to start the domU, as a second archive behind its own: the kernel, the guest image, xl's description.

import { createReadStream, createWriteStream } from "node:fs";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Platform } from "../model/platform.ts";
import { packFolder } from "../tools/cpio.ts";
import type { BootFiles } from "./qemu-arguments.ts";

/** Gives the path of dom0's initramfs with the payload behind it. */
export async function dom0WithPayload(
  workDir: string,
  dom0: string,
  files: Pick<BootFiles, "kernel" | "initramfs">,
  config: string,
): Promise<string> {
  const guest = join(workDir, "payload", "guest");
  await mkdir(guest, { recursive: true });
  await copyFile(files.kernel, join(guest, "kernel"));
  await copyFile(files.initramfs, join(guest, "initramfs"));
  await writeFile(join(guest, "domu.cfg"), config);
  const payload = await packFolder(join(workDir, "payload"), join(workDir, "payload.cpio"));
  const both = join(workDir, "dom0-with-payload");
  await append(dom0, both);
  await append(payload, both);
  return both;
}

/** xl.cfg(5). The uuid is fixed, as it shows in the guest's facts. The domain is kept when it has ended, so that dom0 can say how. */
export function domuConfig(platform: Platform, nonce: string): string {
  const extra = [...platform.cmdline, `tb.nonce=${nonce}`].join(" ");
  return `name = "guest"
uuid = "00000000-0000-4000-8000-000000000001"
type = "${platform.domu?.type}"
kernel = "/guest/kernel"
ramdisk = "/guest/initramfs"
extra = "${extra}"
memory = ${platform.domu?.memoryMiB}
vcpus = ${platform.domu?.cpus}
on_poweroff = "preserve"
on_reboot = "preserve"
on_crash = "preserve"
`;
}

async function append(from: string, to: string): Promise<void> {
  await pipeline(createReadStream(from), createWriteStream(to, { flags: "a" }));
}
