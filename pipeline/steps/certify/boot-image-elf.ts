// The ELF inside a bzImage, which platforms without a boot loader start, and its build-id.

import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, open, stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { UserError } from "../../model/errors.ts";
import type { StepContext } from "../../model/work/step.ts";
import { type BootImage, compressionOf, readBootImage } from "../../parse/boot-image.ts";
import { copyProduct } from "../../tools/build-product.ts";
import { sandboxed } from "../../tools/sandbox.ts";
import { run } from "../../tools/shell.ts";
import { decompressors } from "./decompressors.ts";
import { complaintIn, runScript } from "./sandbox-script.ts";

const headBytes = 64 * 1024;
/** A vmlinux without debug information is some 60 MB. */
const largestElf = 512 * 2 ** 20;
/** What every decompressor but gzip finds behind the stream: the size of what was compressed (scripts/Makefile.lib). */
const sizeBytes = 4;

/** Throws UserError where the file is no kernel for these platforms; `shown`: its name in the package. */
export async function readImage(image: string, shown: string): Promise<BootImage> {
  const { size } = await stat(image);
  const found = readBootImage(await bytesAt(image, 0, Math.min(headBytes, size)), size);
  if ("why" in found)
    throw new UserError(`${shown}: ${found.why}`, "give a kernel for x86: /boot/vmlinuz-RELEASE");
  return found;
}

/** Writes products/vmlinux. Throws UserError where the payload does not become an ELF of the size that it says. */
export async function elfInImage(
  context: StepContext,
  image: string,
  { payload: { offset, length } }: BootImage,
): Promise<string> {
  const compression = compressionOf(await bytesAt(image, offset, 16));
  if (!compression) throw damaged("it begins like no compression that the kernel knows");
  const bytes = (await bytesAt(image, offset + length - sizeBytes, sizeBytes)).readUInt32LE();
  if (compression !== "none" && bytes > largestElf)
    throw damaged(`it says that it becomes ${bytes} bytes`);
  const end = offset + length - (compression === "gzip" || compression === "none" ? 0 : sizeBytes);
  const [from, to] = [join(context.workDir, "payload"), join(context.workDir, "elf")];
  await Promise.all([mkdir(from), mkdir(to)]);
  await pipeline(
    createReadStream(image, { start: offset, end: end - 1 }),
    createWriteStream(join(from, "payload")),
  );
  const most = compression === "none" ? largestElf : bytes;
  await decompress(context, [String(most + 1), ...decompressors[compression]], { from, to });
  const elf = await copyProduct(to, "vmlinux", join(context.workDir, "products", "vmlinux"));
  const { size } = await stat(elf);
  if (compression !== "none" && size !== bytes)
    throw damaged(`it becomes ${size} bytes and says ${bytes}`);
  if ((await bytesAt(elf, 0, 4)).toString("latin1") !== "\x7fELF")
    throw damaged("what comes out is no ELF");
  return elf;
}

async function decompress(
  { signal }: StepContext,
  args: readonly string[],
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  const { exitCode, log } = await runScript("decompress.sh", args, { in: from, out: to }, signal);
  if (exitCode !== 0) throw damaged(complaintIn(log));
}

function damaged(why: string): UserError {
  return new UserError(
    `the kernel image is damaged: its payload cannot be read: ${why}`,
    "get the kernel again",
  );
}

async function bytesAt(path: string, position: number, length: number): Promise<Buffer> {
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/** Read in the sandbox: a hostile ELF must not reach a parser outside it. */
export async function buildIdOf(folder: string, name: string): Promise<string> {
  const argv = ["readelf", "--notes", `/tmp/products/${name}`];
  const folders = [{ from: folder, to: "/tmp/products", writable: false }] as const;
  const { stdout } = await run(sandboxed(argv, { folders, env: {}, cwd: "/tmp" }));
  const [, buildId] = /Build ID: ([0-9a-f]+)/.exec(stdout) ?? [];
  if (buildId) return buildId;
  throw new UserError(
    "the kernel has no build-id, so a guest cannot prove which kernel it runs",
    "build it with: ld --build-id",
  );
}
