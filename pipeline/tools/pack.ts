// Objects -> a pack (gitformat-pack(5), version 2), each whole.

import { hash } from "node:crypto";
import { deflateSync } from "node:zlib";

export type ObjectType = "blob" | "tree" | "commit";

const typeNumber: Readonly<Record<ObjectType, number>> = { commit: 1, tree: 2, blob: 3 };

export function packOf(
  objects: readonly { readonly type: ObjectType; readonly content: Buffer }[],
): Buffer {
  const header = Buffer.from("PACK\0\0\0\u0002\0\0\0\0", "latin1");
  header.writeUInt32BE(objects.length, 8);
  const entries = objects.flatMap(({ type, content }) => [
    sizeHeader(typeNumber[type], content.length),
    deflateSync(content, { level: 1 }),
  ]);
  const pack = Buffer.concat([header, ...entries]);
  return Buffer.concat([pack, Buffer.from(hash("sha1", pack, "hex"), "hex")]);
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
