// A repository's commits as columns of numbers: a hundred thousand of them are some megabytes, and read back at once.

import { hash } from "node:crypto";

export type Columns = {
  /** Twenty bytes a commit. Parents come before their children. */
  readonly ids: Buffer;
  /** Seconds since 1970 at which it was committed. */
  readonly dates: Uint32Array;
  /** Where what belongs to a commit ends in the next columns: it begins where that of the commit before ends. */
  readonly parentEnds: Uint32Array;
  readonly changeEnds: Uint32Array;
  readonly wordEnds: Uint32Array;
  readonly parents: Uint32Array;
  /** Of each change the number of its path, and twenty bytes for each of the blobs before and after it; zeros for none. */
  readonly changePaths: Uint32Array;
  readonly blobs: Buffer;
  /** What messages name (words.ts). */
  readonly words: Buffer;
  /** Bytes, each ended by NUL. */
  readonly paths: Buffer;
  /** Commits whose parents this repository lacks. */
  readonly cut: Uint32Array;
};

const bytes = ["ids", "blobs", "words", "paths"] as const;
// prettier-ignore
const numbers = ["dates", "parentEnds", "changeEnds", "wordEnds", "parents", "changePaths", "cut"] as const;

export const noColumns: Columns = {
  ...(Object.fromEntries(bytes.map((name) => [name, Buffer.alloc(0)])) as Pick<
    Columns,
    (typeof bytes)[number]
  >),
  ...(Object.fromEntries(numbers.map((name) => [name, new Uint32Array()])) as Pick<
    Columns,
    (typeof numbers)[number]
  >),
};

/** What a file of columns begins with; another form of them has another number. */
const form = "twinboot history 1";

/** The parts of a file with its own digest. */
export function packed(columns: Columns): Buffer[] {
  const parts = [...bytes, ...numbers].map((name) => bytesOf(columns[name]));
  const sizes = Buffer.from(`${JSON.stringify(parts.map(({ length }) => length))}\n`);
  const all = Buffer.concat([sizes, ...parts]);
  return [Buffer.from(`${form} ${hash("sha256", all, "hex")}\n`), all];
}

/** Undefined where the file is damaged, or of another form. */
export function unpacked(file: Buffer): Columns | undefined {
  const head = file.indexOf(10);
  const all = file.subarray(head + 1);
  if (file.toString("latin1", 0, Math.max(head, 0)) !== `${form} ${hash("sha256", all, "hex")}`)
    return undefined;
  const end = all.indexOf(10);
  const sizes = JSON.parse(all.toString("latin1", 0, end)) as number[];
  let at = end + 1;
  const parts = sizes.map((size) => all.subarray(at, (at += size)));
  const named = [...bytes, ...numbers].map((name, n) => [name, parts[n] ?? Buffer.alloc(0)]);
  const columns = Object.fromEntries(named) as Record<string, Uint8Array>;
  return {
    ...columns,
    ...Object.fromEntries(numbers.map((name) => [name, numbersOf(columns[name])])),
  } as unknown as Columns;
}

function bytesOf(column: Buffer | Uint32Array): Buffer {
  return Buffer.from(column.buffer, column.byteOffset, column.byteLength);
}

/** A copy: numbers begin at whole words. */
function numbersOf(column: Uint8Array = new Uint8Array()): Uint32Array {
  const copy = new Uint8Array(column);
  return new Uint32Array(copy.buffer, 0, copy.length / 4);
}
