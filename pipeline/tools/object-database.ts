// git's objects, read through one long-lived process and written as packs: no process per object, no work tree.

import { type ChildProcessByStdio, spawn } from "node:child_process";
import { hash } from "node:crypto";
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { InfraError } from "../model/errors.ts";
import { bringBlobs, isPartial } from "./absent-blobs.ts";
import { childLine } from "./child-line.ts";
import { Git } from "./git.ts";
import { type ObjectType, type PackedObject, packOf } from "./pack.ts";

export type GitObject = { readonly type: string; readonly content: Buffer };

type Waiting = { done: (found: GitObject | undefined) => void; failed: (error: Error) => void };

export class ObjectDatabase {
  /** Written, and not yet in the repository. */
  readonly #fresh = new Map<string, PackedObject>();
  readonly #gitDir: string;
  readonly #waiting: Waiting[] = [];
  readonly #wanted = new Set<string>();
  #bringing: Promise<void> | undefined;
  #reader: ChildProcessByStdio<Writable, Readable, null> | undefined;
  #chunks: Buffer = Buffer.alloc(0);

  private constructor(gitDir: string) {
    this.#gitDir = gitDir;
  }

  /** One of each repository: all who read from it share a process. */
  static of(gitDir: string): ObjectDatabase {
    const known = ObjectDatabase.#all.get(gitDir) ?? new ObjectDatabase(gitDir);
    ObjectDatabase.#all.set(gitDir, known);
    return known;
  }

  static readonly #all = new Map<string, ObjectDatabase>();

  /** `name`: a full or abbreviated id. Undefined if there is no such object, or more than one. */
  async read(name: string): Promise<GitObject | undefined> {
    const fresh = this.#fresh.get(name);
    if (fresh) return fresh;
    const reader = this.#started();
    return new Promise((done, failed) => {
      this.#waiting.push({ done, failed });
      reader.ref();
      (reader.stdout as unknown as { ref(): void }).ref();
      reader.stdin.write(`${name}\n`);
    });
  }

  /**
   * A file's content by its id, which some tree names: what its history was fetched without is brought. All that is
   * asked for in one turn of the event loop comes in one request.
   */
  async blob(id: string): Promise<Buffer | undefined> {
    const here = await this.read(id);
    const found = here ?? (this.isPartial ? await this.#fromAfar(id) : undefined);
    return found?.type === "blob" ? found.content : undefined;
  }

  /** The content of the file at a path of a tree; undefined where there is none. */
  async file(tree: string, path: string): Promise<Buffer | undefined> {
    const found = await this.read(`${tree}:${path}`);
    if (found || !this.isPartial) return found?.type === "blob" ? found.content : undefined;
    const args = ["rev-parse", "--verify", "--quiet", `${tree}:${path}`];
    const { ok, stdout } = await new Git(this.#gitDir).try({ args });
    return ok ? this.blob(stdout.trim()) : undefined;
  }

  /** Brings those of the blobs that are not here, in one request: let them be of one head, so that one server has all. */
  async bring(ids: Iterable<string>): Promise<void> {
    if (!this.isPartial) return;
    // What was written here is no server's.
    await bringBlobs(
      this.#gitDir,
      [...ids].filter((id) => !this.#fresh.has(id)),
    );
  }

  /** Whether files may be missing, as a history is fetched. */
  get isPartial(): boolean {
    return isPartial(this.#gitDir);
  }

  async #fromAfar(id: string): Promise<GitObject | undefined> {
    this.#wanted.add(id);
    this.#bringing ??= new Promise((done) => {
      setImmediate(() => {
        const wanted = [...this.#wanted];
        this.#wanted.clear();
        this.#bringing = undefined;
        // Files of several heads may be on as many servers, none of which has all: whoever waits asks for its own then.
        bringBlobs(this.#gitDir, wanted).then(done, done);
      });
    });
    await this.#bringing;
    await bringBlobs(this.#gitDir, [id]);
    return this.read(id);
  }

  /** Gives the object's id. It is in the repository after `flush`. */
  write(type: ObjectType, content: Buffer): string {
    const header = Buffer.from(`${type} ${content.length}\0`);
    const id = hash("sha1", Buffer.concat([header, content]), "hex");
    this.#fresh.set(id, { id, type, content });
    return id;
  }

  /**
   * Puts everything written into the repository, as one pack: a file for each object would cost more than all the
   * rest. The index comes last, so that git never sees half of it.
   */
  flush(): void {
    if (!this.#fresh.size) return;
    const { name, pack, index } = packOf([...this.#fresh.values()]);
    const path = join(this.#gitDir, "objects/pack", `pack-${name}`);
    for (const [ending, bytes] of [
      ["pack", pack],
      ["idx", index],
    ] as const) {
      const aside = `${path}.${ending}.${process.pid}`;
      writeFileSync(aside, bytes, { mode: 0o444 });
      renameSync(aside, `${path}.${ending}`);
    }
    this.#fresh.clear();
  }

  #started(): ChildProcessByStdio<Writable, Readable, null> {
    if (this.#reader) return this.#reader;
    const argv = ["git", `--git-dir=${this.#gitDir}`, "cat-file", "--batch"];
    const reader = spawn(...childLine(argv), {
      stdio: ["pipe", "pipe", "ignore"],
      env: { ...process.env, LC_ALL: "C" },
    });
    reader.stdin.on("error", () => undefined);
    reader.stdout.on("data", (chunk: Buffer) => this.#heard(chunk));
    reader.on("close", () => this.#gone());
    this.#reader = reader;
    return reader;
  }

  #heard(chunk: Buffer): void {
    this.#chunks = this.#chunks.length ? Buffer.concat([this.#chunks, chunk]) : chunk;
    for (;;) {
      const answer = answerIn(this.#chunks);
      if (!answer) break;
      this.#chunks = this.#chunks.subarray(answer.bytes);
      this.#waiting.shift()?.done(answer.found);
    }
    if (this.#waiting.length) return;
    // No caller waits: the process must not keep ours alive.
    this.#reader?.unref();
    (this.#reader?.stdout as unknown as { unref(): void } | undefined)?.unref();
  }

  #gone(): void {
    this.#reader = undefined;
    for (const { failed } of this.#waiting.splice(0))
      failed(
        new InfraError(
          "git cat-file ended before it answered",
          `check the repository with: git --git-dir=${this.#gitDir} fsck`,
        ),
      );
  }
}

/** `<id> <type> <size>`, the content, a line feed (git-cat-file(1), "BATCH OUTPUT"); else `<name> missing` or `ambiguous`. */
function answerIn(bytes: Buffer): { found: GitObject | undefined; bytes: number } | undefined {
  const end = bytes.indexOf(10);
  if (end === -1) return undefined;
  const [, type = "", size] = bytes.toString("latin1", 0, end).split(" ");
  if (size === undefined) return { found: undefined, bytes: end + 1 };
  const from = end + 1;
  const to = from + Number(size);
  if (bytes.length <= to) return undefined;
  return { found: { type, content: Buffer.from(bytes.subarray(from, to)) }, bytes: to + 1 };
}
