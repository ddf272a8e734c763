// Objects -> a pack and its index (gitformat-pack(5), both of version 2), each object whole.

import { hash } from "node:crypto";
import { crc32, deflateSync } from "node:zlib";

export type ObjectType = "blob" | "tree" | "commit";

export type PackedObject = {
  readonly id: string;
  readonly type: ObjectType;
  readonly content: Buffer;
};

export type Pack = {
  /** SHA-1 of the pack: a part of its file's name. */
  readonly name: string;
  readonly pack: Buffer;
  readonly index: Buffer;
};

type Entry = { readonly id: string; readonly bytes: Buffer; readonly offset: number };

const typeNumber: Readonly<Record<ObjectType, number>> = { commit: 1, tree: 2, blob: 3 };

export function packOf(objects: readonly PackedObject[]): Pack {
  const header = Buffer.from("PACK\0\0\0\u0002\0\0\0\0", "latin1");
  header.writeUInt32BE(objects.length, 8);
  let offset = header.length;
  const entries = objects.map(({ id, type, content }): Entry => {
    const bytes = Buffer.concat([
      sizeHeader(typeNumber[type], content.length),
      // Written often and read once or twice: deflating would take as long as all the picking.
      deflateSync(content, { level: 0 }),
    ]);
    const entry = { id, bytes, offset };
    offset += bytes.length;
    return entry;
  });
  const body = Buffer.concat([header, ...entries.map(({ bytes }) => bytes)]);
  const name = hash("sha1", body, "hex");
  const checksum = Buffer.from(name, "hex");
  return { name, pack: Buffer.concat([body, checksum]), index: indexOf(entries, checksum) };
}

/** Three bits of type, four and then seven bits of size at a time, the lowest first. */
function sizeHeader(type: number, size: number): Buffer {
  const bytes = [(type << 4) | (size & 15)];
  for (let rest = Math.floor(size / 16); rest > 0; rest = Math.floor(rest / 128)) {
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 0x80;
    bytes.push(rest & 127);
  }
  return Buffer.from(bytes);
}

function indexOf(entries: readonly Entry[], checksum: Buffer): Buffer {
  const sorted = entries.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const upTo = Array.from({ length: 256 }, () => 0);
  for (const [at, { id }] of sorted.entries()) upTo[Number.parseInt(id.slice(0, 2), 16)] = at + 1;
  for (const first of upTo.keys()) upTo[first] ||= upTo[first - 1] ?? 0;
  const body = Buffer.concat([
    Buffer.from("ff744f6300000002", "hex"),
    words(upTo),
    Buffer.from(sorted.map(({ id }) => id).join(""), "hex"),
    words(sorted.map(({ bytes }) => crc32(bytes))),
    words(sorted.map(({ offset }) => offset)),
    checksum,
  ]);
  return Buffer.concat([body, Buffer.from(hash("sha1", body, "hex"), "hex")]);
}

/** 32 bits each, the highest first. */
function words(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [at, value] of values.entries()) bytes.writeUInt32BE(value, at * 4);
  return bytes;
}
