// Small PE files that are signed as sbsign does it, and changed since.

import { hash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { signatureHolds } from "./image-signature.ts";

const header = 0x80;
const optional = header + 24;
const checksum = optional + 64;
const directory = optional + 112 + 32;
const begin = 0x400;

/** `magic`: of PE32+, or another. */
function unsigned(magic = 0x20b): Buffer {
  const image = Buffer.alloc(begin, 7);
  image.write("MZ", 0, "latin1");
  image.writeUInt32LE(header, 0x3c);
  image.write("PE\0\0", header, "latin1");
  image.writeUInt16LE(magic, optional);
  image.writeUInt32LE(0, directory);
  return image;
}

function signed(): Buffer {
  const image = unsigned();
  const parts = [
    [0, checksum] as const,
    [checksum + 4, directory] as const,
    [directory + 8] as const,
  ];
  const covered = Buffer.concat(parts.map((range) => image.subarray(...range)));
  const info = `3031300d060960864801650304020105000420${hash("sha256", covered)}`;
  image.writeUInt32LE(begin, directory);
  return Buffer.concat([image, Buffer.alloc(16), Buffer.from(info, "hex"), Buffer.alloc(8)]);
}

describe("the signature of a kernel image", () => {
  it("holds where nothing was changed", () => {
    expect(signatureHolds(signed())).toBe(true);
  });

  it.each([
    ["the boot sector", 0x10],
    ["the kernel", begin - 1],
    ["the digest", begin + 40],
  ])("does not hold with a byte of %s changed", (_, at) => {
    const image = signed();
    image[at] = (image[at] ?? 0) ^ 1;
    expect(signatureHolds(image)).toBe(false);
  });

  it("does not cover the checksum, which is made after it", () => {
    const image = signed();
    image.writeUInt32LE(5, checksum);
    expect(signatureHolds(image)).toBe(true);
  });

  it.each<[string, Buffer]>([
    ["an image without one", unsigned()],
    ["an image of another form", unsigned(0x107)],
    ["a file that ends before its headers", unsigned().subarray(0, 0x90)],
    ["a file with its headers elsewhere", headersAt(0xff_ff_ff_f0)],
    ["no PE file", Buffer.alloc(4096)],
    ["nothing", Buffer.alloc(0)],
  ])("of %s is not there", (_, image) => {
    expect(signatureHolds(image)).toBeUndefined();
  });
});

function headersAt(position: number): Buffer {
  const image = unsigned();
  image.writeUInt32LE(position, 0x3c);
  return image;
}
