// A history to which commits are added, parents before children.

import type { Columns } from "./columns.ts";
import type { History } from "./history.ts";
import type { LoggedCommit } from "./logged-commit.ts";
import { wordsOf } from "./words.ts";

export class Growing {
  readonly #before: History;
  readonly #numbers = new Map<string, number>();
  readonly #paths: Map<string, number>;
  readonly #pathsBefore: number;
  readonly #ids = new Bytes();
  readonly #dates: number[] = [];
  readonly #parents: number[] = [];
  readonly #parentEnds: number[] = [];
  readonly #changePaths: number[] = [];
  readonly #changeEnds: number[] = [];
  readonly #blobs = new Bytes();
  readonly #words = new Bytes();
  readonly #wordEnds: number[] = [];
  readonly #cut: number[] = [];

  constructor(before: History) {
    this.#before = before;
    this.#paths = new Map(before.paths.map((path, at) => [path, at]));
    this.#pathsBefore = this.#paths.size;
  }

  /** `isCut`: its parents are not in the repository. */
  add(commit: LoggedCommit, isCut: boolean): void {
    if (this.#numberOf(commit.id) !== undefined) return;
    const { columns, size } = this.#before;
    const number = size + this.#dates.length;
    this.#numbers.set(commit.id, number);
    this.#ids.add(commit.id, "hex");
    this.#dates.push(commit.committed);
    this.#parents.push(...commit.parents.flatMap((id) => this.#numberOf(id) ?? []));
    this.#parentEnds.push(columns.parents.length + this.#parents.length);
    for (const { path, before, after } of commit.changes) {
      this.#changePaths.push(this.#pathNumber(path));
      this.#blobs.add(before + after, "hex");
    }
    this.#changeEnds.push(columns.changePaths.length + this.#changePaths.length);
    const words = wordsOf(commit.message);
    this.#words.add(words, "latin1");
    this.#wordEnds.push((this.#wordEnds.at(-1) ?? columns.words.length) + words.length);
    if (isCut) this.#cut.push(number);
  }

  columns(): Columns {
    const { columns: old } = this.#before;
    const paths = [...this.#paths.keys()].slice(this.#pathsBefore).map((path) => `${path}\0`);
    return {
      ids: Buffer.concat([old.ids, this.#ids.all]),
      dates: withNumbers(old.dates, this.#dates),
      parentEnds: withNumbers(old.parentEnds, this.#parentEnds),
      changeEnds: withNumbers(old.changeEnds, this.#changeEnds),
      wordEnds: withNumbers(old.wordEnds, this.#wordEnds),
      parents: withNumbers(old.parents, this.#parents),
      changePaths: withNumbers(old.changePaths, this.#changePaths),
      blobs: Buffer.concat([old.blobs, this.#blobs.all]),
      words: Buffer.concat([old.words, this.#words.all]),
      paths: Buffer.concat([old.paths, Buffer.from(paths.join(""), "latin1")]),
      cut: withNumbers(old.cut, this.#cut),
    };
  }

  #numberOf(id: string): number | undefined {
    return this.#numbers.get(id) ?? (this.#before.size ? this.#before.numberOf(id) : undefined);
  }

  #pathNumber(path: string): number {
    const known = this.#paths.get(path) ?? this.#paths.size;
    this.#paths.set(path, known);
    return known;
  }
}

function withNumbers(old: Uint32Array, more: readonly number[]): Uint32Array {
  const all = new Uint32Array(old.length + more.length);
  all.set(old);
  all.set(more, old.length);
  return all;
}

/** As strings they would take many times the memory. */
class Bytes {
  #room = Buffer.alloc(2 ** 16);
  #length = 0;

  add(text: string, as: "hex" | "latin1"): void {
    const wanted = this.#length + text.length;
    if (wanted > this.#room.length)
      this.#room = Buffer.concat([this.#room], Math.max(wanted, 2 * this.#room.length));
    this.#length += this.#room.write(text, this.#length, as);
  }

  get all(): Buffer {
    return this.#room.subarray(0, this.#length);
  }
}
