// A history as long and as wide as a kernel's, on top of a real head: three quarters of its commits are on branches.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Random } from "../../model/random.ts";
import { ObjectDatabase } from "../../tools/object-database.ts";
import { gitRun } from "./kernel-histories.ts";

export type LongHistory = {
  readonly gitDir: string;
  /** The real head, the commit in the middle, and the newest. */
  readonly base: string;
  readonly middle: string;
  readonly tip: string;
};

/** Commits a round: on the main branch, and on one that is merged behind them. */
const [onMain, onBranch] = [3, 12];

/** `kernels`: a repository with an archive's head, whose objects are borrowed. `gitDir` is made. */
export async function longHistory(
  kernels: string,
  gitDir: string,
  commits: number,
): Promise<LongHistory> {
  await gitRun(["init", "-q", "--bare", gitDir]);
  await gitRun([`--git-dir=${gitDir}`, "config", "uploadpack.allowFilter", "true"]);
  await writeFile(join(gitDir, "objects/info/alternates"), `${join(kernels, "objects")}\n`);
  const git = (...args: string[]): Promise<string> => gitRun([`--git-dir=${gitDir}`, ...args]);
  const format = "--format=%(objectname)";
  const listed = await gitRun([
    `--git-dir=${kernels}`,
    "for-each-ref",
    format,
    "refs/twinboot/tarball",
  ]);
  const base = listed.split("\n")[0] ?? "";
  const files = await smallFiles(gitDir, await git("ls-tree", "-r", "-l", base));
  const stream = new Stream(gitDir, base);
  const author = new Author(files, stream);
  const rounds = Math.ceil(commits / (onMain + onBranch + 1));
  for (let round = 0; round < rounds; round += 1) {
    await author.round();
    if (round === Math.floor(rounds / 2)) stream.mark("middle");
  }
  await stream.end();
  await git("repack", "-a", "-d", "-q", "-l");
  // A server has packed long ago what it sends: the archive's files go out as they lie there.
  await git("config", "pack.window", "0");
  const [middle = "", tip = ""] = (await git("rev-parse", "middle", "main")).split("\n");
  return { gitDir, base, middle, tip };
}

type Files = ReadonlyMap<string, string[]>;

/** Drawn from all over the tree: the commits of a kernel touch what is in its depth. */
async function smallFiles(gitDir: string, listed: string): Promise<Files> {
  const small = listed.split("\n").flatMap((line) => {
    const [, id = "", size = "", path = ""] =
      /^\d+ blob (\w+) +(\d+)\t(.+\.[ch])$/.exec(line) ?? [];
    return path && Number(size) > 1500 && Number(size) < 5000 ? [{ id, path }] : [];
  });
  const drawn = new Random(7).shuffled(small).slice(0, 3000);
  const files = new Map<string, string[]>();
  const db = ObjectDatabase.of(gitDir);
  for (const { id, path } of drawn)
    files.set(path, String((await db.read(id))?.content.toString("latin1")).split("\n"));
  return files;
}

class Author {
  readonly #files: Files;
  readonly #paths: readonly string[];
  readonly #stream: Stream;
  readonly #random = new Random(3);
  #n = 0;

  constructor(files: Files, stream: Stream) {
    [this.#files, this.#paths, this.#stream] = [new Map(files), [...files.keys()], stream];
  }

  /** The branch has half of the files, so that merging it is no question. */
  async round(): Promise<void> {
    const fork = this.#stream.tipOf("main");
    for (let n = 0; n < onMain; n += 1) await this.#change("main", 0);
    const changed = new Map<string, string[]>();
    this.#stream.fork("topic", fork);
    for (let n = 0; n < onBranch; n += 1)
      for (const [path, lines] of await this.#change("topic", 1)) changed.set(path, lines);
    await this.#stream.merge("main", "topic", changed);
  }

  async #change(branch: string, half: number): Promise<Map<string, string[]>> {
    const changed = new Map<string, string[]>();
    for (let count = 1 + this.#random.below(3); count; count -= 1) {
      const at = 2 * this.#random.below(Math.floor(this.#paths.length / 2)) + half;
      const path = this.#paths[at] ?? "";
      const lines = this.#files.get(path) ?? [];
      const to = `/* ${this.#n} of ${path} */`;
      lines.splice(this.#random.below(lines.length), this.#random.below(2), to);
      changed.set(path, lines);
    }
    this.#n += 1;
    await this.#stream.commit(
      branch,
      messageOf(this.#n, [...changed.keys()], this.#random),
      changed,
    );
    return changed;
  }
}

/** As long as the kernel's are, in words that do not compress to nothing. */
function messageOf(n: number, paths: readonly string[], random: Random): string {
  const word = (): string => random.below(36 ** 5).toString(36);
  const words = Array.from({ length: 25 }, word).join(" ");
  const id = `2026${String(n).padStart(10, "0")}.${random.below(1e9)}-1-a@example.org`;
  return `${paths[0]}: change ${n}\n\n${words}\n\nSigned-off-by: A <a@example.org>\nLink: https://lore.kernel.org/r/${id}\n`;
}

/** git-fast-import(1). */
class Stream {
  readonly #git: ReturnType<typeof spawn>;
  readonly #tips = new Map<string, string>();
  #marks = 0;

  constructor(gitDir: string, base: string) {
    const args = [`--git-dir=${gitDir}`, "fast-import", "--quiet", "--force", "--done"];
    this.#git = spawn("git", args, { stdio: ["pipe", "ignore", "inherit"] });
    this.#tips.set("main", base);
  }

  tipOf(branch: string): string {
    return this.#tips.get(branch) ?? "";
  }

  fork(branch: string, from: string): void {
    this.#tips.set(branch, from);
  }

  mark(name: string): void {
    this.#git.stdin?.write(`reset refs/heads/${name}\nfrom ${this.tipOf("main")}\n\n`);
  }

  async merge(branch: string, other: string, files: Files): Promise<void> {
    await this.#commit(branch, `Merge ${other}\n`, files, `merge ${this.tipOf(other)}\n`);
  }

  async commit(branch: string, message: string, files: Files): Promise<void> {
    await this.#commit(branch, message, files, "");
  }

  async #commit(branch: string, message: string, files: Files, merge: string): Promise<void> {
    const mark = `:${(this.#marks += 1)}`;
    const who = `A <a@example.org> ${1_700_000_000 + 60 * this.#marks} +0000`;
    const head = `commit refs/heads/${branch}\nmark ${mark}\ncommitter ${who}\ndata ${Buffer.byteLength(message)}\n${message}`;
    const blobs = [...files].map(([path, lines]) => {
      const text = `${lines.join("\n")}\n`;
      return `M 100644 inline ${path}\ndata ${text.length}\n${text}\n`;
    });
    const text = `${head}from ${this.tipOf(branch)}\n${merge}${blobs.join("")}`;
    this.#tips.set(branch, mark);
    const { stdin } = this.#git;
    if (stdin && !stdin.write(text, "latin1")) await once(stdin, "drain");
  }

  async end(): Promise<void> {
    const closed = once(this.#git, "close");
    this.#git.stdin?.end("done\n");
    const [code] = (await closed) as [number | null];
    if (code !== 0) throw new Error(`git fast-import ended with ${code}`);
  }
}
