// Real git in temporary folders: an author's repository, and the bare one of a store that sees its objects.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Store } from "../engine/store.ts";
import { digestOf } from "../model/digest.ts";
import type { SourceTree } from "../model/described/head.ts";
import type { PatchFile } from "../model/described/series.ts";
import { headsFolder } from "../steps/source/import-head.ts";
import { Git } from "../tools/git.ts";
import { temporaryFolder } from "./folder-rig.ts";
import { type Blob, emptyRepository, writeObject, writeTree } from "./loose-objects.ts";
import { temporaryStore } from "./store-rig.ts";

/** A text file, or one with another mode, or bytes. */
export type Content =
  | string
  | Buffer
  | { readonly mode: "100755" | "120000"; readonly text: string };
export type Tree = Readonly<Record<string, Content>>;

type Author = { readonly name: string; readonly email: string; readonly date: string };

type Words = {
  readonly message: string;
  readonly parents: readonly SourceTree[];
  readonly by: Author;
};

/** What `git am -3` came to. */
export type Am = { readonly ok: boolean; readonly applied: number; readonly tree: string };

const someone: Author = { name: "A. Uthor", email: "a@example.org", date: "1700000000 +0100" };

export class GitRig {
  readonly store: Store;
  /** The store's bare repository. */
  readonly git: Git;
  readonly #author: string;

  private constructor(store: Store, git: Git, author: string) {
    this.store = store;
    this.git = git;
    this.#author = author;
  }

  static async make(): Promise<GitRig> {
    const store = await temporaryStore();
    const author = await temporaryFolder();
    const git = new Git(store.kept(headsFolder));
    emptyRepository(join(author, ".git"), { bare: false });
    emptyRepository(git.dir, { bare: true });
    await writeFile(join(git.dir, "objects/info/alternates"), join(author, ".git/objects\n"));
    return new GitRig(store, git, author);
  }

  /** The author's repository. */
  get dir(): string {
    return this.#author;
  }

  get #gitDir(): string {
    return join(this.#author, ".git");
  }

  /** git in the author's repository, with nobody's configuration. */
  async run(args: readonly string[], input: string | Buffer = ""): Promise<string> {
    const { code, out } = await this.try(args, input);
    if (code !== 0) throw new Error(`git ${args.join(" ")} ended with ${code}: ${out}`);
    return out.trim();
  }

  async try(args: readonly string[], input: string | Buffer = "") {
    const git = spawn("git", ["-C", this.#author, ...args], { env });
    const said: Buffer[] = [];
    git.stdout.on("data", (chunk: Buffer) => said.push(chunk));
    git.stderr.on("data", (chunk: Buffer) => said.push(chunk));
    git.stdin.on("error", () => undefined);
    git.stdin.end(input);
    const [code] = (await once(git, "close")) as [number | null];
    return { code, out: Buffer.concat(said).toString() };
  }

  /** A commit that holds just these files. */
  async commit(
    files: Tree,
    message = "a change",
    parent?: SourceTree,
    by = someone,
  ): Promise<SourceTree> {
    const blobs = Object.entries(files).map(([path, content]) => [path, blobOf(content)] as const);
    const tree = writeTree(this.#gitDir, new Map(blobs));
    return this.#committed(tree, { message, parents: parent ? [parent] : [], by });
  }

  /** A commit that joins two, with the files of a tree. */
  merge(
    tree: string,
    one: SourceTree,
    other: SourceTree,
    { message = "Merge a branch", by = someone }: Partial<Pick<Words, "message" | "by">> = {},
  ): SourceTree {
    return this.#committed(tree, { message, parents: [one, other], by });
  }

  /** A branch in the author's repository. */
  async branch(name: string, { commit }: SourceTree): Promise<void> {
    await writeFile(join(this.#gitDir, "refs/heads", name), `${commit}\n`);
  }

  /** The commits behind `from` up to `to`, as git format-patch writes them. */
  async patches(from: SourceTree, to: SourceTree, ...options: string[]): Promise<PatchFile[]> {
    const dir = await temporaryFolder();
    await this.run(["format-patch", "-q", "-o", dir, ...options, `${from.commit}..${to.commit}`]);
    const names = (await readdir(dir)).toSorted();
    return Promise.all(
      names.map(async (name) => patchFile(name, await readFile(join(dir, name), "latin1"))),
    );
  }

  /** The patches by real `git am -3`, in a work tree. */
  async am(onto: SourceTree, patches: readonly PatchFile[]): Promise<Am> {
    const dir = await temporaryFolder();
    const files = patches.map(({ name }) => join(dir, name));
    await Promise.all(patches.map(({ text }, at) => writeFile(files[at] ?? "", text, "latin1")));
    await this.run(["checkout", "-q", "--force", "--detach", onto.commit]);
    const { code } = await this.try(["am", "-q", "-3", "--keep-cr", ...files]);
    const ok = code === 0;
    const log = await this.run(["log", "--format=%T", `${onto.commit}..HEAD`]);
    const trees = log.split("\n").filter(Boolean);
    if (!ok) await this.run(["am", "--quit"]);
    return { ok, applied: trees.length, tree: trees[0] ?? onto.tree };
  }

  #committed(tree: string, { message, parents, by }: Words): SourceTree {
    const from = parents.map(({ commit }) => `parent ${commit}\n`).join("");
    const who = `${by.name} <${by.email}> ${by.date}`;
    const text = `tree ${tree}\n${from}author ${who}\ncommitter ${who}\n\n${message}`;
    const commit = writeObject(this.#gitDir, "commit", Buffer.from(text));
    return { commit, tree, release: "7.2.13" };
  }
}

export function patchFile(name: string, text: string): PatchFile {
  return { name, digest: digestOf(text), text };
}

const env = {
  PATH: process.env["PATH"] ?? "/usr/bin:/bin",
  HOME: "/nonexistent",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_COMMITTER_NAME: "C. Ommitter",
  GIT_COMMITTER_EMAIL: "c@example.org",
  LC_ALL: "C",
};

function blobOf(content: Content): Blob {
  if (Buffer.isBuffer(content)) return { mode: "100644", bytes: content };
  if (typeof content === "string") return { mode: "100644", bytes: Buffer.from(content) };
  return { mode: content.mode, bytes: Buffer.from(content.text) };
}
