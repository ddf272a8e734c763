// The one door to git (simple-git), on a bare repository that needs no work tree.

import { existsSync } from "node:fs";
import { mkdir, readdir, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type SimpleGit, simpleGit } from "simple-git";
import { InfraError } from "../model/errors.ts";

export type GitResult = { readonly ok: boolean; readonly stdout: string; readonly stderr: string };

/** A command for git with what it needs around it. */
export type GitCall = {
  readonly args: readonly string[];
  /** An index of its own: nothing here touches one that belongs to somebody. */
  readonly index?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Standard input. */
  readonly input?: string | Buffer;
};

/** git's own configuration and the user's stay out: the same input must give the same objects everywhere. */
export const isolated = {
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_TERMINAL_PROMPT: "0",
  LC_ALL: "C",
};

export class Git {
  readonly #gitDir: string;

  constructor(gitDir: string) {
    this.#gitDir = gitDir;
  }

  /** Makes the bare repository where there is none. Several imports ask at once; two `git init` would collide. */
  static async init(gitDir: string): Promise<Git> {
    const made = Git.#made.get(gitDir) ?? simpleGit().raw(["init", "--bare", gitDir]);
    Git.#made.set(gitDir, made);
    await made;
    return new Git(gitDir);
  }

  static readonly #made = new Map<string, Promise<string>>();

  get dir(): string {
    return this.#gitDir;
  }

  /** Runs git; a non-zero exit is data. */
  async try(call: GitCall): Promise<GitResult> {
    const failure: { stderr?: string } = {};
    const stdout = await this.#client(call, failure).raw([...call.args]);
    return { ok: failure.stderr === undefined, stdout, stderr: failure.stderr ?? "" };
  }

  /** Whether the object is in the repository, and the repository there at all. */
  async has(object: string): Promise<boolean> {
    if (!existsSync(this.#gitDir)) return false;
    return (await this.try({ args: ["cat-file", "-t", object] })).ok;
  }

  /** Whether this machine's git is that new. */
  async isAtLeast(major: number, minor: number): Promise<boolean> {
    Git.#version ??= simpleGit().version();
    const has = await Git.#version;
    return has.major > major || (has.major === major && has.minor >= minor);
  }

  static #version: ReturnType<SimpleGit["version"]> | undefined;

  /** Keeps a commit from git gc by a ref, which is a file (gitrepository-layout(5)): a process would cost 60 ms. */
  async keep(ref: string, commit: string): Promise<void> {
    const path = join(this.#gitDir, ref);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.lock`, `${commit}\n`);
    await rename(`${path}.lock`, path);
  }

  /** From now on checkouts and archives hold the bytes of blobs, whatever a tree's own .gitattributes ask for. */
  async takeBytesAsTheyAre(): Promise<void> {
    const path = join(this.#gitDir, "info", "attributes");
    await mkdir(dirname(path), { recursive: true });
    await writeFile(
      path,
      "* -text !eol -ident !filter !working-tree-encoding -export-ignore -export-subst\n",
    );
  }

  /** Rolls the packs of many rebases up into few: git looks into each of them for every object. */
  async tidy(): Promise<void> {
    const packs = (await readdir(join(this.#gitDir, "objects/pack"))).length / 2;
    if (packs > 100) await this.must("repack", "--geometric=2", "-d", "--quiet");
  }

  /** Fetches one commit with its history, or with that from a day on. */
  async fetch(
    url: string,
    refspec: string,
    { signal, since }: { signal: AbortSignal; since: string | undefined },
  ): Promise<void> {
    signal.throwIfAborted();
    const depth = since === undefined ? [] : [`--shallow-since=${since}`];
    await this.must("fetch", "--quiet", ...depth, "--no-tags", url, refspec);
  }

  /** Runs git; a non-zero exit is the machine's fault. Gives back trimmed standard output. */
  async must(...args: string[]): Promise<string> {
    return this.mustCall({ args });
  }

  async mustCall(call: GitCall): Promise<string> {
    const result = await this.try(call);
    if (result.ok) return result.stdout.trim();
    throw new InfraError(
      `git ${call.args.slice(0, 3).join(" ")} failed: ${result.stderr.trim()}`,
      `look at the repository with: git --git-dir=${this.#gitDir} fsck`,
    );
  }

  #client(call: GitCall, failure: { stderr?: string }): SimpleGit {
    const own = { ...isolated, ...call.env, ...(call.index ? { GIT_INDEX_FILE: call.index } : {}) };
    // An empty text would leave standard input open, and a git that reads it would wait for ever.
    const given = call.input ?? "";
    const input = typeof given === "string" ? Buffer.from(given) : given;
    return simpleGit(this.#gitDir, {
      allowEnvironment: Object.keys(own),
      unsafe: { allowUnsafeConfigPaths: true, allowUnsafeConfigEnvCount: true },
      input: () => input,
      errors: (error, result) => {
        if (result.exitCode === 0) return error;
        failure.stderr = Buffer.concat(result.stdErr).toString();
        return undefined;
      },
    }).env({ PATH: process.env["PATH"] ?? "/usr/bin:/bin", ...own });
  }
}

/** The commit that a ref of a remote repository names now; undefined where it has none. */
export async function remoteCommit(url: string, ref: string): Promise<string | undefined> {
  const listed = await simpleGit().listRemote([url, ref, `${ref}^{}`]);
  const lines = listed.split("\n").filter(Boolean);
  return lines.at(-1)?.split("\t")[0];
}

/** `Name <address>` of the user's own git configuration; undefined where it lacks one of them. */
export async function userIdentity(): Promise<string | undefined> {
  const git = simpleGit();
  const [name, email] = [await git.getConfig("user.name"), await git.getConfig("user.email")];
  return name.value && email.value ? `${name.value} <${email.value}>` : undefined;
}
