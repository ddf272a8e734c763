// git's objects, read through one long-lived process and written as packs: no process per object, no work tree.

import { type ChildProcessByStdio, spawn } from "node:child_process";
import { hash } from "node:crypto";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { InfraError } from "../model/errors.ts";
import { type ObjectType, packOf } from "./pack.ts";

export type GitObject = { readonly type: string; readonly content: Buffer };

type Waiting = { done: (found: GitObject | undefined) => void; failed: (error: Error) => void };

export class ObjectDatabase {
  /** Written, and not yet in the repository. */
  readonly #fresh = new Map<string, { type: ObjectType; content: Buffer }>();
  readonly #gitDir: string;
  readonly #waiting: Waiting[] = [];
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

  /** `name`: an id, or an abbreviated one. Undefined where there is no such object, or more than one. */
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

  /** Gives the object's id. It is in the repository after `flush`. */
  write(type: ObjectType, content: Buffer): string {
    const id = hash(
      "sha1",
      Buffer.concat([Buffer.from(`${type} ${content.length}\0`), content]),
      "hex",
    );
    this.#fresh.set(id, { type, content });
    return id;
  }

  /** Puts everything written into the repository; objects that it has already are left alone. */
  async flush(): Promise<void> {
    if (!this.#fresh.size) return;
    const written = [...this.#fresh];
    const git = spawn("git", [`--git-dir=${this.#gitDir}`, "unpack-objects", "-q"], {
      stdio: ["pipe", "ignore", "pipe"],
    });
    const said: Buffer[] = [];
    git.stderr.on("data", (chunk: Buffer) => said.push(chunk));
    git.stdin.on("error", () => undefined);
    git.stdin.end(packOf(written.map(([, object]) => object)));
    const [code] = (await once(git, "close")) as [number | null];
    if (code !== 0)
      throw new InfraError(
        `git unpack-objects ended with ${code}: ${Buffer.concat(said).toString().trim()}`,
        "check the disk's free space with: df -h",
      );
    for (const [id] of written) this.#fresh.delete(id);
  }

  #started(): ChildProcessByStdio<Writable, Readable, null> {
    if (this.#reader) return this.#reader;
    // prettier-ignore
    const reader = spawn("setpriv",
      ["--pdeathsig", "KILL", "--", "git", `--git-dir=${this.#gitDir}`, "cat-file", "--batch"],
      { stdio: ["pipe", "pipe", "ignore"], env: { ...process.env, LC_ALL: "C" } });
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
    // Nobody waits: the process must not keep ours alive.
    this.#reader?.unref();
    (this.#reader?.stdout as unknown as { unref(): void } | undefined)?.unref();
  }

  #gone(): void {
    this.#reader = undefined;
    for (const { failed } of this.#waiting.splice(0))
      failed(
        new InfraError(
          "git cat-file ended before it had answered",
          `look at the repository with: git --git-dir=${this.#gitDir} fsck`,
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
