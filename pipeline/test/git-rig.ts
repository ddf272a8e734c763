// Real git in temporary folders: an author's repository, and the bare one of a store that sees its objects.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Store } from "../engine/store.ts";
import { digestOf } from "../model/digest.ts";
import type { SourceTree } from "../model/head.ts";
import type { PatchFile } from "../model/series.ts";
import { headsFolder } from "../steps/import-head.ts";
import { Git } from "../tools/git.ts";
import { temporaryFolder } from "./folder-rig.ts";
import { temporaryStore } from "./store-rig.ts";

/** A text file, or one with another mode, or bytes. */
export type Content =
  | string
  | Buffer
  | { readonly mode: "100755" | "120000"; readonly text: string };
export type Tree = Readonly<Record<string, Content>>;

type Author = { readonly name: string; readonly email: string; readonly date: string };

/** What `git am -3` came to. */
export type Am = { readonly ok: boolean; readonly applied: number; readonly tree: string };

const someone: Author = { name: "A. Uthor", email: "a@example.org", date: "1700000000 +0100" };

export class GitRig {
  readonly store: Store;
  /** The store's bare repository. */
  readonly git: Git;
  readonly #author: string;
  #commits = 0;

  private constructor(store: Store, git: Git, author: string) {
    this.store = store;
    this.git = git;
    this.#author = author;
  }

  static async make(): Promise<GitRig> {
    const store = await temporaryStore();
    const author = await temporaryFolder();
    const git = await Git.init(store.kept(headsFolder));
    const rig = new GitRig(store, git, author);
    await rig.run(["init", "--quiet"]);
    await mkdir(join(git.dir, "objects/info"), { recursive: true });
    await writeFile(join(git.dir, "objects/info/alternates"), join(author, ".git/objects\n"));
    return rig;
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
    const ref = `refs/rig/${(this.#commits += 1)}`;
    const who = `${by.name} <${by.email}> ${by.date}`;
    const head = `commit ${ref}\nauthor ${who}\ncommitter ${who}\n${data(message)}`;
    const from = parent ? `from ${parent.commit}\n` : "";
    const entries = Object.entries(files).map(([path, content]) => fileCommand(path, content));
    const stream = [Buffer.from(`${head}${from}deleteall\n`), ...entries, Buffer.from("\ndone\n")];
    await this.run(["fast-import", "--quiet", "--done"], Buffer.concat(stream));
    const names = await this.run(["rev-parse", ref, `${ref}^{tree}`]);
    const [commit = "", tree = ""] = names.split("\n");
    return { commit, tree, release: "7.2.13" };
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
    const tree = await this.run(["rev-parse", "HEAD^{tree}"]);
    const count = await this.run(["rev-list", "--count", `${onto.commit}..HEAD`]);
    if (!ok) await this.run(["am", "--quit"]);
    return { ok, applied: Number(count), tree };
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

function fileCommand(path: string, content: Content): Buffer {
  const mode = typeof content === "object" && "mode" in content ? content.mode : "100644";
  const bytes = Buffer.isBuffer(content)
    ? content
    : Buffer.from(typeof content === "string" ? content : content.text);
  return Buffer.concat([
    Buffer.from(`M ${mode} inline ${path}\ndata ${bytes.length}\n`),
    bytes,
    Buffer.from("\n"),
  ]);
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}
