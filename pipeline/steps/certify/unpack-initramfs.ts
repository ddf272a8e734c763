// A distribution's own initramfs: what is in it to load takes the place of the package's modules.

import { copyFile, mkdir, open, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Artifact } from "../../model/artifact.ts";
import type { PackedInitramfs } from "../../model/described/packaged-kernel.ts";
import { UserError } from "../../model/errors.ts";
import type { StepContext } from "../../model/work/step.ts";
import { type InitramfsPart, initramfsParts } from "../../parse/initramfs-parts.ts";
import { decompressors } from "./decompressors.ts";
import { complaintIn, runScript } from "./sandbox-script.ts";
import type { Unpacked } from "./unpack-files.ts";

/** `release`: the kernel's, which is taken where the initramfs has modules of several. Throws UserError where it is none. */
export async function unpackInitramfs(
  context: StepContext,
  unpacked: Unpacked,
  initramfs: Artifact,
  release: string,
): Promise<{ readonly unpacked: Unpacked; readonly packed: PackedInitramfs }> {
  const { workDir, signal, path } = context;
  const parts = await partsOf(path(initramfs), initramfs.name);
  const from = join(workDir, "initramfs");
  await mkdir(from);
  await copyFile(path(initramfs), join(from, "initramfs"));
  const args = parts.flatMap(({ offset, compressedBy }) => [
    String(offset),
    decompressors[compressedBy].join(" "),
  ]);
  const folders = { in: from, out: join(workDir, "out") };
  const { exitCode, stdout, log } = await runScript("unpack-initramfs.sh", args, folders, signal);
  if (exitCode !== 0) throw noInitramfs(initramfs.name, complaintIn(log));
  const releases = [...stdout.matchAll(/^release\t([\w.+~-]+)$/gm)].map(([, name = ""]) => name);
  const found = releases.find((one) => one === release) ?? releases[0];
  const { release: _, ...rest } = unpacked;
  const sizes = [...stdout.matchAll(/^bytes\t(\d{1,15})$/gm)].map(([, size]) => Number(size));
  return {
    unpacked: { ...rest, ...(found === undefined ? {} : { release: found }) },
    packed: { file: initramfs, unpackedBytes: sizes.reduce((sum, size) => sum + size, 0) },
  };
}

async function partsOf(path: string, shown: string): Promise<readonly InitramfsPart[]> {
  await using file = await open(path);
  const { size } = await stat(path);
  const found = await initramfsParts(size, async (position, length) => {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
    return buffer.subarray(0, bytesRead);
  });
  if ("why" in found) throw noInitramfs(shown, found.why);
  return found;
}

function noInitramfs(shown: string, why: string): UserError {
  return new UserError(
    `${shown} is no initramfs that can be unpacked: ${why}`,
    "give /boot/initrd.img-RELEASE, as the distribution made it",
  );
}
