// An ELF file's section headers -> how many bytes of it are text, data and bss, as size(1) tells them apart.

import type { ElfSizes } from "../model/cost/elf-sizes.ts";

const sht = { nobits: 8 } as const;
const shf = { write: 1, alloc: 2 } as const;

/** Of a little-endian ELF64 file (System V ABI, section header table). Throws Error where it is none. */
export function elfSizes(file: Buffer): ElfSizes {
  if (file.readUInt32BE(0) !== 0x7f_45_4c_46 || file[4] !== 2 || file[5] !== 1)
    throw new Error("not a little-endian ELF64 file");
  const at = Number(file.readBigUInt64LE(0x28));
  const entry = file.readUInt16LE(0x3a);
  const count = file.readUInt16LE(0x3c);
  const sizes = { text: 0, data: 0, bss: 0 };
  for (let index = 0; index < count; index++) {
    const header = file.subarray(at + index * entry, at + (index + 1) * entry);
    const flags = Number(header.readBigUInt64LE(8));
    if (!(flags & shf.alloc)) continue;
    sizes[kindOf(header.readUInt32LE(4), flags)] += Number(header.readBigUInt64LE(0x20));
  }
  return sizes;
}

function kindOf(type: number, flags: number): keyof ElfSizes {
  if (type === sht.nobits) return "bss";
  return flags & shf.write ? "data" : "text";
}
