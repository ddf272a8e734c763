// Every letter of kernel.tainted, of a fault or not (Documentation/admin-guide/tainted-kernels.rst).

/** By bit. */
const letters: readonly (readonly [letter: string, words: string])[] = [
  ["P", "a proprietary module"],
  ["F", "a module loaded by force"],
  ["S", "a processor out of specification"],
  ["R", "a module unloaded by force"],
  ["M", "a machine check"],
  ["B", "a bad page"],
  ["U", "userspace asked for it"],
  ["D", "an oops or BUG"],
  ["A", "an overridden ACPI table"],
  ["W", "a warning"],
  ["C", "a staging driver"],
  ["I", "a workaround for firmware"],
  ["O", "an out-of-tree module"],
  ["E", "an unsigned module"],
  ["L", "a soft lockup"],
  ["K", "a live patch"],
  ["X", "what its distribution calls auxiliary"],
  ["T", "a randomized layout of structures"],
  ["N", "an in-kernel test"],
  ["J", "a firmware control"],
];

export type Taint = { readonly letter: string; readonly words: string };

/** The letters of a value of /proc/sys/kernel/tainted; an unknown bit is shown by its number. */
export function taintsOf(value: string): Taint[] {
  const mask = BigInt(/^\d{1,20}$/.test(value) ? value : "0");
  return Array.from({ length: 64 }, (_, bit) => bit).flatMap((bit) => {
    if (((mask >> BigInt(bit)) & 1n) === 0n) return [];
    const [letter, words] = letters[bit] ?? [String(bit), "a bit that this program does not know"];
    return [{ letter, words }];
  });
}
