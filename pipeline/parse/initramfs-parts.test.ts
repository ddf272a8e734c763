import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { initramfsParts } from "./initramfs-parts.ts";

/** An entry of cpio's new ASCII format. */
function entry(name: string, data = ""): Buffer {
  const fields = [0, 0, 0, 0, 0, 0, data.length, 0, 0, 0, 0, name.length + 1, 0];
  const hex = fields.map((value) => value.toString(16).padStart(8, "0")).join("");
  return Buffer.concat([padded(`070701${hex}${name}\0`), padded(data)]);
}

function padded(text: string): Buffer {
  const bytes = Buffer.from(text, "latin1");
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}

const archive = Buffer.concat([entry("early", "microcode"), entry("TRAILER!!!")]);
const packed = gzipSync(archive);

async function partsOf(...parts: readonly Buffer[]) {
  const bytes = Buffer.concat(parts);
  return initramfsParts(bytes.length, async (position, length) =>
    bytes.subarray(position, position + length),
  );
}

describe("an initramfs", () => {
  it("may be one compressed archive", async () => {
    expect(await partsOf(packed)).toEqual([{ offset: 0, compressedBy: "gzip" }]);
  });

  it("may begin with plain archives, each padded with zeros, as those with microcode do", async () => {
    const gap = Buffer.alloc(512);
    expect(await partsOf(archive, gap, archive, packed)).toEqual([
      { offset: 0, compressedBy: "none" },
      { offset: archive.length + 512, compressedBy: "none" },
      { offset: 2 * archive.length + 512, compressedBy: "gzip" },
    ]);
  });

  it("may be plain, with the size of its files in the way of what looks like another archive", async () => {
    const odd = Buffer.concat([entry("odd", "070701 x"), entry("TRAILER!!!")]);
    expect(await partsOf(odd, Buffer.alloc(4096 * 2))).toEqual([
      { offset: 0, compressedBy: "none" },
    ]);
  });

  it.each<[string, Buffer, RegExp]>([
    ["is empty", Buffer.alloc(100), /it is empty/],
    ["is no archive", Buffer.from("#!/bin/sh\n\n\n\n\n\n\n\n"), /at byte 0 it has neither/],
    ["is an ELF file", Buffer.from("\x7fELF------------", "latin1"), /at byte 0 it has neither/],
    ["was cut in a file", Buffer.concat([entry("x", "y".repeat(400)).subarray(0, 300)]), /was cut/],
    ["was cut between files", entry("x"), /was cut/],
    ["has sizes that are none", Buffer.from(`070701${"z".repeat(200)}`), /damaged/],
    [
      "has something else behind it",
      Buffer.concat([archive, Buffer.from("what is this, then")]),
      /has neither an archive nor a compression/,
    ],
  ])("that %s is none", async (_, bytes, why) => {
    expect(await partsOf(bytes)).toEqual({ why: expect.stringMatching(why) });
  });
});
