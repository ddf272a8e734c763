// vmlinux -> its functions by address, and its initcalls in the order in which they are called.

type KernelFunction = { readonly address: bigint; readonly name: string };

export type KernelSymbols = {
  /** By rising address; of several names of one address the first. */
  readonly functions: readonly KernelFunction[];
  readonly initcalls: readonly KernelFunction[];
};

type Section = { type: number; address: bigint; offset: number; size: number; link: number };

const sht = { symtab: 2 } as const;
const stt = { func: 2 } as const;
const symbolBytes = 24;

/** Throws Error where the file is no ELF64 with a symbol table. */
export function kernelSymbols(file: Buffer): KernelSymbols {
  const sections = sectionsOf(file);
  const table = sections.find(({ type }) => type === sht.symtab);
  const strings = table && sections[table.link];
  if (!table || !strings) throw new Error("vmlinux has no symbol table");
  const functions = new Map<bigint, string>();
  const entries: KernelFunction[] = [];
  for (let at = table.offset; at < table.offset + table.size; at += symbolBytes) {
    const name = textAt(file, strings.offset + file.readUInt32LE(at));
    const address = file.readBigUInt64LE(at + 8);
    const isFunction = ((file[at + 4] ?? 0) & 15) === stt.func;
    if (name.startsWith("__initcall__")) entries.push({ address, name });
    else if (isFunction && !functions.has(address)) functions.set(address, name);
  }
  const byAddress = (a: KernelFunction, b: KernelFunction) => (a.address < b.address ? -1 : 1);
  return {
    functions: [...functions].map(([address, name]) => ({ address, name })).toSorted(byAddress),
    initcalls: entries
      .toSorted(byAddress)
      .flatMap(({ address }) => initcallAt(file, sections, address, functions)),
  };
}

/** The function that an address lies in; `[user]` and `[other]` where it is none of the kernel's. */
export function functionAt({ functions }: KernelSymbols, address: bigint): string {
  if (address < userEnd) return "[user]";
  let low = 0;
  let high = functions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((functions[middle]?.address ?? 0n) <= address) low = middle + 1;
    else high = middle;
  }
  const found = functions[low - 1];
  return found && address - found.address < longest ? found.name : "[other]";
}

/** The lower half of x86-64's addresses is user space; no function is longer than this. */
const userEnd = 1n << 47n;
const longest = 1n << 20n;

/** An entry holds how far its function is from it (include/linux/init.h, CONFIG_HAVE_ARCH_PREL32_RELOCATIONS). */
function initcallAt(
  file: Buffer,
  sections: readonly Section[],
  entry: bigint,
  functions: ReadonlyMap<bigint, string>,
): KernelFunction[] {
  const section = sections.find(
    ({ address, size }) => address > 0n && entry >= address && entry < address + BigInt(size),
  );
  if (!section) return [];
  const offset = section.offset + Number(entry - section.address);
  const address = BigInt.asUintN(64, entry + BigInt(file.readInt32LE(offset)));
  const name = functions.get(address);
  return name === undefined ? [] : [{ address, name }];
}

function sectionsOf(file: Buffer): Section[] {
  const at = Number(file.readBigUInt64LE(0x28));
  const entry = file.readUInt16LE(0x3a);
  return Array.from({ length: file.readUInt16LE(0x3c) }, (_, index) => {
    const header = file.subarray(at + index * entry, at + (index + 1) * entry);
    return {
      type: header.readUInt32LE(4),
      address: header.readBigUInt64LE(0x10),
      offset: Number(header.readBigUInt64LE(0x18)),
      size: Number(header.readBigUInt64LE(0x20)),
      link: header.readUInt32LE(0x28),
    };
  });
}

function textAt(file: Buffer, at: number): string {
  return file.toString("latin1", at, file.indexOf(0, at));
}
