// What undoes each of the kernel's compressions, from standard input to standard output.

import type { CompressedBy } from "../../parse/boot-image.ts";

export const decompressors: Readonly<Record<CompressedBy, readonly string[]>> = {
  gzip: ["gzip", "-dc"],
  bzip2: ["bzip2", "-dc"],
  lzma: ["xz", "-dc", "--format=lzma"],
  xz: ["xz", "-dc", "--format=xz"],
  lzo: ["lzop", "-dc"],
  lz4: ["lz4", "-dc"],
  zstd: ["zstd", "-dc", "--long=31"],
  none: ["cat"],
};
