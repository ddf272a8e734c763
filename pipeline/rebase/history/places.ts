// Places in columns of numbers and in texts.

/** What belongs to one of several: from the end of the one before to its own. */
export function spanOf(ends: Uint32Array, at: number): [from: number, to: number] {
  return [at ? (ends[at - 1] ?? 0) : 0, ends[at] ?? 0];
}

/** Where the text stands, again and again. */
export function* placesOf(text: Buffer, sought: Buffer): Generator<number> {
  for (let at = text.indexOf(sought); at !== -1; at = text.indexOf(sought, at + 1)) yield at;
}

/** The place of the first value for which it holds, as it does for all behind it. */
export function firstOf(values: Uint32Array, holds: (value: number) => boolean): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(values[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}
