// Symbols of a vmlinux, and what a console says of where a kernel stood -> addresses.

/** A symbol, and where the next one stands. */
export type SymbolSpan = { readonly name: string; readonly from: bigint; readonly to: bigint };

export type SymbolPlace = {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
  /** Else it is a return address, which may lie in the line behind the call, or in another function. */
  readonly exact: boolean;
};

/** Lines `NAME FROM TO`, in hex. */
export function symbolSpans(text: string): SymbolSpan[] {
  return text.split("\n").flatMap((line) => {
    const [, name, from, to] = /^(\S+) ([0-9a-f]{8,16}) ([0-9a-f]{8,16})$/.exec(line) ?? [];
    return name && from && to ? [{ name, from: BigInt(`0x${from}`), to: BigInt(`0x${to}`) }] : [];
  });
}

/** Of several symbols of one name the one of that size; undefined where that leaves none, or several. */
export function addressOf(
  { name, offset, size, exact }: SymbolPlace,
  spans: readonly SymbolSpan[],
): bigint | undefined {
  const named = spans.filter((one) => one.name === name);
  const sized = named.filter(({ from, to }) => to - from === BigInt(size));
  const [only, ...others] = named.length === 1 ? named : sized;
  if (!only || others.length) return undefined;
  return only.from + BigInt(exact ? offset : Math.max(0, offset - 1));
}
