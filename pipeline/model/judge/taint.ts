// The kernel's own memory of what went wrong: the bits of kernel.tainted (Documentation/admin-guide/tainted-kernels.rst).

/** Those that a fault sets: machine check, bad page, oops, warning, soft lockup. */
const taintBits = { M: 4, B: 5, D: 7, W: 9, L: 14 } as const;

export type TaintLetter = keyof typeof taintBits;

const words: Readonly<Record<TaintLetter, string>> = {
  M: "a machine check",
  B: "a bad page",
  D: "an oops or BUG",
  W: "a warning",
  L: "a soft lockup",
};

/** The letters of a value of kernel.tainted that say that a fault happened. */
export function faultTaints(value: string): TaintLetter[] {
  const mask = Number(value);
  const letters = Object.keys(taintBits) as TaintLetter[];
  return letters.filter((letter) => Math.floor(mask / 2 ** taintBits[letter]) % 2 === 1);
}

/** `W (a warning), D (an oops or BUG)`. */
export function taintWords(letters: readonly TaintLetter[]): string {
  return letters.map((letter) => `${letter} (${words[letter]})`).join(", ");
}
