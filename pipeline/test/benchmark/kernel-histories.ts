// Series and heads of the size of a kernel, made from a real head: what rebasing is measured on.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { digestOf } from "../../model/digest.ts";
import type { SourceTree } from "../../model/described/head.ts";
import type { PatchFile } from "../../model/described/series.ts";
import { Random } from "../../model/random.ts";

export type Histories = {
  readonly writtenOn: SourceTree;
  readonly patches: readonly PatchFile[];
  /** The patches as files, for git am. */
  readonly files: readonly string[];
  readonly heads: readonly SourceTree[];
};

type Size = { readonly patches: number; readonly heads: number };

/** `gitDir`: a new bare repository beside the objects of `kernels`, which has the real head. */
export async function kernelHistories(
  kernels: string,
  gitDir: string,
  size: Size,
): Promise<Histories> {
  await gitRun(["init", "-q", "--bare", gitDir]);
  await writeFile(join(gitDir, "objects/info/alternates"), `${join(kernels, "objects")}\n`);
  const git = (...args: string[]): Promise<string> => gitRun([`--git-dir=${gitDir}`, ...args]);
  const listed = await gitRun([
    `--git-dir=${kernels}`,
    "for-each-ref",
    "--format=%(objectname)",
    "refs/twinboot/tarball",
  ]);
  const base = listed.split("\n")[0] ?? "";
  const random = new Random(1);
  const all = (await git("ls-tree", "-r", "--name-only", base, "drivers/", "kernel/")).split("\n");
  const sources = all.filter((path) => path.endsWith(".c"));
  const pool = random.shuffled(sources).slice(0, size.patches + 10);
  const texts = new Map<string, string[]>();
  for (const path of pool)
    texts.set(path, (await git("cat-file", "blob", `${base}:${path}`)).split("\n"));
  const patches = await authored(gitDir, base, { texts, pool, count: size.patches });
  const heads: SourceTree[] = [];
  for (let n = 0; n < size.heads; n += 1) {
    const files = upstreamChanges(new Random(100 + n), texts, pool);
    heads.push(await commitOf(gitDir, `refs/heads/up${n}`, base, files));
  }
  const tree = await git("rev-parse", `${base}^{tree}`);
  return { writtenOn: { commit: base, tree, release: "0" }, ...patches, heads };
}

type Pool = { texts: ReadonlyMap<string, string[]>; pool: readonly string[]; count: number };

/** One file a patch: a line changed and two put in, in the second half of it. */
async function authored(gitDir: string, base: string, { texts, pool, count }: Pool) {
  let parent = base;
  for (let n = 0; n < count; n += 1) {
    const path = pool[n] ?? "";
    const lines = texts.get(path) ?? [];
    const at = patchedLine(lines);
    const made = lines.toSpliced(at, 1, `/* patch ${n} */`, `/* of ${path} */`, "");
    parent = (await commitOf(gitDir, "refs/heads/series", parent, [[path, made]])).commit;
  }
  const dir = join(gitDir, "patches");
  await mkdir(dir);
  await gitRun([`--git-dir=${gitDir}`, "format-patch", "-q", "-o", dir, `${base}..${parent}`]);
  const names = (await readdir(dir)).toSorted();
  const files = names.map((name) => join(dir, name));
  const mails = await Promise.all(files.map((file) => readFile(file, "latin1")));
  return { files, patches: names.map((name, at) => patchFile(name, mails[at] ?? "")) };
}

function patchedLine(lines: readonly string[]): number {
  return Math.floor(lines.length * 0.7);
}

/** Lines put in near the top of most files of the pool; in one of twenty a line of the patch's context changed. */
function upstreamChanges(
  random: Random,
  texts: ReadonlyMap<string, string[]>,
  pool: readonly string[],
): [string, string[]][] {
  return pool.flatMap((path): [string, string[]][] => {
    const lines = texts.get(path) ?? [];
    if (random.below(20) === 0) {
      const near = patchedLine(lines) - 3;
      return [[path, lines.with(near, "/* upstream */")]];
    }
    return random.below(3)
      ? [[path, lines.toSpliced(3, 0, ...Array<string>(5).fill("/* up */"))]]
      : [];
  });
}

async function commitOf(
  gitDir: string,
  ref: string,
  parent: string,
  files: readonly (readonly [string, readonly string[]])[],
): Promise<SourceTree> {
  const blobs = files.map(([path, lines]) => {
    const text = `${lines.join("\n")}\n`;
    return `M 100644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}\n`;
  });
  const head = `commit ${ref}\ncommitter A <a@example.org> 1700000000 +0000\ndata 8\na change\nfrom ${parent}\n`;
  await gitRun(
    [`--git-dir=${gitDir}`, "fast-import", "--quiet", "--force", "--done"],
    `${head}${blobs.join("")}\ndone\n`,
  );
  const names = await gitRun([`--git-dir=${gitDir}`, "rev-parse", ref, `${ref}^{tree}`]);
  const [commit = "", tree = ""] = names.split("\n");
  return { commit, tree, release: "0" };
}

/** Real git with nobody's configuration; throws where it fails. Gives what it printed, without the last line feed. */
export async function gitRun(args: readonly string[], input = ""): Promise<string> {
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: "/nonexistent",
    GIT_COMMITTER_NAME: "C",
    GIT_COMMITTER_EMAIL: "c@example.org",
  };
  const git = spawn("git", args, { env, stdio: ["pipe", "pipe", "inherit"] });
  const said: Buffer[] = [];
  git.stdout.on("data", (chunk: Buffer) => said.push(chunk));
  // A git that reads nothing closes its input.
  git.stdin.on("error", () => undefined);
  git.stdin.end(input);
  const [code] = (await once(git, "close")) as [number | null];
  if (code !== 0) throw new Error(`git ${args.slice(0, 4).join(" ")} ended with ${code}`);
  return Buffer.concat(said).toString().replace(/\n$/, "");
}

function patchFile(name: string, text: string): PatchFile {
  return { name, digest: digestOf(text), text };
}
