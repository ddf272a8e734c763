// An initramfs -> the archives that it is made of, as the kernel finds them (Documentation/driver-api/early-userspace/buffer-format.rst).

import { type CompressedBy, compressionOf } from "./boot-image.ts";

/** `none`: a plain archive. What is compressed reaches to the end: only its decompressor knows where it ends. */
export type InitramfsPart = { readonly offset: number; readonly compressedBy: CompressedBy };

/** Why a file is no initramfs. */
export type NoInitramfs = { readonly why: string };

export type ReadAt = (position: number, length: number) => Promise<Buffer>;

/** `bytes`: the size of the file. */
export async function initramfsParts(
  bytes: number,
  read: ReadAt,
): Promise<readonly InitramfsPart[] | NoInitramfs> {
  const parts: InitramfsPart[] = [];
  for (let at = await pastZeros(0, bytes, read); at < bytes;) {
    const start = await read(at, magicBytes);
    const compressedBy = isArchive(start) ? "none" : compressionOf(start);
    if (!compressedBy || (compressedBy === "none" && !isArchive(start)))
      return { why: `at byte ${at} it has neither an archive nor a compression that Linux knows` };
    parts.push({ offset: at, compressedBy });
    if (compressedBy !== "none") return parts;
    const end = await endOfArchive(at, bytes, read);
    if (end === undefined) return { why: `its archive at byte ${at} is damaged, or was cut` };
    at = await pastZeros(end, bytes, read);
  }
  return parts.length ? parts : { why: "it is empty" };
}

const magicBytes = 16;
const headerBytes = 110;
const mostEntries = 1_000_000;

function isArchive(start: Buffer): boolean {
  return /^07070[12]/.test(start.toString("latin1"));
}

async function pastZeros(from: number, bytes: number, read: ReadAt): Promise<number> {
  for (let at = from; at < bytes;) {
    const some = await read(at, Math.min(4096, bytes - at));
    const found = some.findIndex((byte) => byte !== 0);
    if (found !== -1) return at + found;
    at += some.length;
  }
  return bytes;
}

/** Behind its last entry, by what each says of its size (cpio(5), the new ASCII format); undefined where one lies. */
async function endOfArchive(
  from: number,
  bytes: number,
  read: ReadAt,
): Promise<number | undefined> {
  let at = from;
  for (let entries = 0; entries < mostEntries && at + headerBytes <= bytes; entries++) {
    const header = (await read(at, headerBytes)).toString("latin1");
    const [size, nameSize] = [fieldOf(header, 6), fieldOf(header, 11)];
    if (!isArchive(Buffer.from(header)) || size === undefined || nameSize === undefined) break;
    const data = aligned(at + headerBytes + nameSize);
    const end = aligned(data + size);
    const name = await read(at + headerBytes, Math.min(nameSize, lastName.length));
    if (name.toString("latin1") === lastName) return Math.min(end, bytes);
    at = end;
  }
  return undefined;
}

const lastName = "TRAILER!!!\0";

function fieldOf(header: string, index: number): number | undefined {
  const text = header.slice(6 + index * 8, 14 + index * 8);
  return /^[0-9A-Fa-f]{8}$/.test(text) ? Number.parseInt(text, 16) : undefined;
}

function aligned(at: number): number {
  return Math.ceil(at / 4) * 4;
}
