// The one door to git (simple-git), on a bare repository that needs no work tree.

import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type SimpleGit, simpleGit } from "simple-git";
import { InfraError } from "../model/errors.ts";
import { bringBlobs, isPartial } from "./absent-blobs.ts";
import { fetchFailure, fetchTooSlow } from "./fetch-failure.ts";
import { gitEnvironment, isolated } from "./git-environment.ts";

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

export class Git {
  readonly #gitDir: string;
  readonly #env: Readonly<Record<string, string>>;

  constructor(gitDir: string, env: Readonly<Record<string, string>> = {}) {
    [this.#gitDir, this.#env] = [gitDir, env];
  }

  /**
   * The checkout that this program runs from, for any owner: in a workflow's container it belongs to the runner's user,
   * which git would refuse. The caller already trusts it.
   */
  static ofCheckout(folder: string): Git {
    const trusted = { GIT_CONFIG_KEY_0: "safe.directory", GIT_CONFIG_VALUE_0: folder };
    return new Git(folder, { GIT_CONFIG_COUNT: "1", ...trusted });
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

  /** Runs git; a non-zero exit is data. What it reads of a history without blobs is brought, and it runs again. */
  async try(call: GitCall): Promise<GitResult> {
    for (let times = 0; ; times += 1) {
      const result = await this.#once(call);
      const absent = result.ok || !isPartial(this.#gitDir) ? [] : unreadIn(result.stderr);
      if (!absent.length || times > mostTimes) return result;
      await bringBlobs(this.#gitDir, absent);
    }
  }

  async #once(call: GitCall): Promise<GitResult> {
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

  /**
   * Keeps a commit from git gc by a ref, which is a file (gitrepository-layout(5)): a process would cost 60 ms. Two steps
   * may keep one commit at once. git takes what ends in `.lock` for no ref.
   */
  async keep(ref: string, commit: string): Promise<void> {
    const path = join(this.#gitDir, ref);
    const aside = `${path}.${randomUUID()}.lock`;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(aside, `${commit}\n`);
    await rename(aside, path);
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
    if (packs <= 100) return;
    await this.must("repack", "--geometric=2", "-d", "-l", "--quiet");
    if (isPartial(this.#gitDir)) await this.#markPacks();
  }

  /** As packs of a history without files, which names what is not there: git repack does not hand the mark on. */
  async #markPacks(): Promise<void> {
    const dir = join(this.#gitDir, "objects/pack");
    const packs = (await readdir(dir)).filter((name) => name.endsWith(".pack"));
    for (const pack of packs) await writeFile(join(dir, pack.replace(/pack$/, "promisor")), "");
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
      `check the repository with: git --git-dir=${this.#gitDir} fsck`,
    );
  }

  #client(call: GitCall, failure: { stderr?: string }): SimpleGit {
    const own = {
      ...isolated,
      ...this.#env,
      ...call.env,
      ...(call.index ? { GIT_INDEX_FILE: call.index } : {}),
    };
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
    }).env({ ...gitEnvironment(), ...own });
  }
}

/** Whoever asks for many files at once brings them before (`bringBlobs`): this is for what nobody foresaw. */
const mostTimes = 100;

/** The objects that git says it could not read. */
function unreadIn(stderr: string): string[] {
  const lines = stderr
    .split("\n")
    .filter((line) => /(?:unable|could not|cannot) (?:to )?read|missing blob/i.test(line));
  return lines.flatMap((line) => line.match(/\b[0-9a-f]{40}\b/g) ?? []);
}

export type RemoteRef = { readonly ref: string; readonly commit: string };

/**
 * The commit that a ref of a remote repository names now; with a `*` in it, of the branches that fit the one whose
 * number is highest. Undefined where it has none.
 */
export async function remoteRef(url: string, ref: string): Promise<RemoteRef | undefined> {
  const isPattern = ref.includes("*");
  const asked = isPattern ? [`refs/heads/${ref}`] : [ref, `${ref}^{}`];
  const listed = await listRemote(url, asked, 60_000);
  const lines = listed.split("\n").filter(Boolean);
  const found = lines.map((line) => line.split("\t") as [string, string]);
  const sorted = isPattern ? found.toSorted(([, a], [, b]) => byNumber(a, b)) : found;
  const [commit, name] = sorted.at(-1) ?? [];
  if (commit === undefined || name === undefined) return undefined;
  return { commit, ref: isPattern ? name.replace("refs/heads/", "") : ref };
}

function byNumber(one: string, other: string): number {
  return one.localeCompare(other, "en", { numeric: true });
}

/** Why the repository cannot be asked for anything, in words; undefined where it answers. */
export async function whyOutOfReach(url: string): Promise<string | undefined> {
  try {
    await listRemote(url, ["HEAD"], 20_000);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** A server that says nothing for `silent` ms is not there. Throws InfraError. */
async function listRemote(url: string, refs: readonly string[], silent: number): Promise<string> {
  try {
    return await simpleGit({ timeout: { block: silent } }).listRemote([url, ...refs]);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw /block timeout/.test(words) ? fetchTooSlow(url, { silent }) : fetchFailure(url, words);
  }
}

/** `Name <address>` of the user's own git configuration; undefined where it lacks one of them. */
export async function userIdentity(): Promise<string | undefined> {
  const git = simpleGit();
  const [name, email] = [await git.getConfig("user.name"), await git.getConfig("user.email")];
  return name.value && email.value ? `${name.value} <${email.value}>` : undefined;
}
