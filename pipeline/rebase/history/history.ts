// The commits of a repository, as its index has them: who descends from whom, who touched what. Numbers stand for
// commits; a parent's is always lower than its children's.

import type { Columns } from "./columns.ts";
import { pathBytes, pathText } from "../../parse/patch/path-bytes.ts";
import { firstOf, placesOf, spanOf } from "./places.ts";
import { type Touched, touchedIn } from "./touched.ts";
import { type Named, namedIn, wordFor } from "./words.ts";

export type Change = {
  readonly path: string;
  /** Undefined where the commit made the file, or took it away. Of a merge, before: as in its first parent. */
  readonly before: string | undefined;
  readonly after: string | undefined;
};

/** One byte a commit: 1 for those that are meant. */
export type Marks = Uint8Array;

export class History {
  readonly #columns: Columns;
  readonly #firstWords: Uint32Array;
  #byId: Uint32Array | undefined;
  #pathNumbers: ReadonlyMap<string, number> | undefined;
  #paths: readonly string[] | undefined;
  #touched: Touched | undefined;
  #reverts: ReadonlyMap<number, readonly number[]> | undefined;

  constructor(columns: Columns) {
    this.#columns = columns;
    const { ids } = columns;
    this.#firstWords = new Uint32Array(ids.length / idBytes);
    for (const at of this.#firstWords.keys()) this.#firstWords[at] = ids.readUInt32BE(at * idBytes);
  }

  get columns(): Columns {
    return this.#columns;
  }

  get size(): number {
    return this.#firstWords.length;
  }

  id(commit: number): string {
    return this.#columns.ids.toString("hex", commit * idBytes, (commit + 1) * idBytes);
  }

  committed(commit: number): number {
    return this.#columns.dates[commit] ?? 0;
  }

  /** Undefined where it is not in the index. */
  numberOf(id: string): number | undefined {
    return this.numbersOf(id)[0];
  }

  /** Of all whose ids begin so; at least seven digits. */
  numbersOf(id: string): number[] {
    const words = this.#firstWords;
    this.#byId ??= words.map((_, at) => at).toSorted((a, b) => (words[a] ?? 0) - (words[b] ?? 0));
    const from = Number.parseInt(id.slice(0, 8).padEnd(8, "0"), 16);
    const found: number[] = [];
    for (let at = firstOf(this.#byId, (one) => (words[one] ?? 0) >= from); ; at += 1) {
      const one = this.#byId[at];
      if (one === undefined || !this.id(one).startsWith(id.slice(0, 7))) return found;
      if (this.id(one).startsWith(id)) found.push(one);
    }
  }

  parents(commit: number): Uint32Array {
    const { parents, parentEnds } = this.#columns;
    return parents.subarray(...spanOf(parentEnds, commit));
  }

  /** Of a merge: the files that are as in none of its parents. Of a first commit: none. */
  changes(commit: number): Change[] {
    const { changePaths, changeEnds, blobs } = this.#columns;
    const [from, to] = spanOf(changeEnds, commit);
    return Array.from(changePaths.subarray(from, to), (path, n) => {
      const at = (from + n) * 2 * idBytes;
      const [before, after] = [blobAt(blobs, at), blobAt(blobs, at + idBytes)];
      return { path: pathText(this.paths[path] ?? ""), before, after };
    });
  }

  /** What its message names. */
  named(commit: number, kind: Named): string[] {
    const { words, wordEnds } = this.#columns;
    const [from, to] = spanOf(wordEnds, commit);
    return from === to ? [] : namedIn(words.toString("latin1", from, to), kind);
  }

  /** The commits whose messages name this mail, or this commit; ids may be shortened on both sides. */
  naming(kind: Named, what: string): number[] {
    const { words, wordEnds } = this.#columns;
    const sought = Buffer.from(wordFor(kind, kind === "mail" ? what : what.slice(0, 7)), "latin1");
    const found = new Set<number>();
    for (const at of placesOf(words, sought)) found.add(firstOf(wordEnds, (end) => end > at));
    const isMeant = (one: string): boolean =>
      kind === "mail" ? one === what : one.startsWith(what) || what.startsWith(one);
    return [...found].filter((at) => this.named(at, kind).some(isMeant));
  }

  /** Those whose messages name anything of the kind. */
  speaking(kind: Named): number[] {
    const { words, wordEnds } = this.#columns;
    const sign = Buffer.from(wordFor(kind, ""), "latin1");
    const found = new Set<number>();
    for (const at of placesOf(words, sign)) found.add(firstOf(wordEnds, (end) => end > at));
    return [...found];
  }

  /** The commits that say they take one back, by that one. */
  reverts(): ReadonlyMap<number, readonly number[]> {
    this.#reverts ??= revertsIn(this);
    return this.#reverts;
  }

  /** The ids of those without a child. */
  tips(): string[] {
    const hasChild = new Uint8Array(this.size);
    for (const parent of this.#columns.parents) hasChild[parent] = 1;
    return Array.from(hasChild, (has, at) => (has ? [] : [this.id(at)])).flat();
  }

  /** It and all that it descends from. */
  ancestors(commit: number): Marks {
    const marks = new Uint8Array(this.size);
    marks[commit] = 1;
    for (let at = commit; at >= 0; at -= 1)
      if (marks[at]) for (const parent of this.parents(at)) marks[parent] = 1;
    return marks;
  }

  /** `from..to` of git-log(1). */
  between(from: number, to: number): Marks {
    const [marks, without] = [this.ancestors(to), this.ancestors(from)];
    for (const at of marks.keys()) if (without[at]) marks[at] = 0;
    return marks;
  }

  /** The commits that touched one of the files, newest first. */
  touching(paths: Iterable<string>, marks?: Marks): number[] {
    this.#touched ??= touchedIn(this.#columns, this.paths.length);
    const { ends, commits } = this.#touched;
    const numbers = this.#numbers();
    const found = new Set<number>();
    for (const path of paths) {
      const number = numbers.get(pathBytes(path));
      if (number === undefined) continue;
      for (const at of commits.subarray(...spanOf(ends, number)))
        if (!marks || marks[at]) found.add(at);
    }
    return [...found].toSorted((a, b) => b - a);
  }

  /** Every one that a commit changed; bytes, one character each. */
  get paths(): readonly string[] {
    this.#paths ??= this.#columns.paths.toString("latin1").split("\0").slice(0, -1);
    return this.#paths;
  }

  #numbers(): ReadonlyMap<string, number> {
    this.#pathNumbers ??= new Map(this.paths.map((path, at) => [path, at]));
    return this.#pathNumbers;
  }
}

function revertsIn(history: History): ReadonlyMap<number, readonly number[]> {
  const by = new Map<number, number[]>();
  for (const at of history.speaking("revert"))
    for (const id of history.named(at, "revert"))
      for (const one of history.numbersOf(id)) by.set(one, [...(by.get(one) ?? []), at]);
  return by;
}

const idBytes = 20;

function blobAt(blobs: Buffer, at: number): string | undefined {
  const id = blobs.toString("hex", at, at + idBytes);
  return /^0+$/.test(id) ? undefined : id;
}
