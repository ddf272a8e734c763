// A tar stream -> one commit in a bare repository, through git-fast-import(1): no work tree, no index, one pass.

import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { extract } from "tar-stream";
import { InfraError } from "../model/errors.ts";

export type CommitText = {
  /** The ref that will name the commit. */
  readonly ref: string;
  readonly message: string;
  /** Seconds since the epoch; part of the commit's id. */
  readonly date: number;
};

type Entry = ReturnType<typeof extract> extends AsyncIterable<infer E> ? E : never;

const modes: Readonly<Record<string, (mode: number) => string>> = {
  file: (mode) => (mode & 0o100 ? "100755" : "100644"),
  "contiguous-file": (mode) => (mode & 0o100 ? "100755" : "100644"),
  symlink: () => "120000",
};

/**
 * Writes every file below the archive's one top folder. The same archive and text always give the same commit.
 * Packs are written with compression level 1: reading a tree is what happens often.
 */
export async function importTar(gitDir: string, tar: Readable, text: CommitText): Promise<void> {
  const git = spawn(
    "setpriv",
    // prettier-ignore
    ["--pdeathsig", "KILL", "--", "git", `--git-dir=${gitDir}`, "-c", "pack.compression=1", "-c", "core.compression=1",
     "fast-import", "--quiet", "--force", "--depth=0", "--done"],
    { stdio: ["pipe", "ignore", "pipe"] },
  );
  const said: Buffer[] = [];
  git.stderr.on("data", (chunk: Buffer) => said.push(chunk));
  const closed = once(git, "close");
  // A git that died closes the pipe; its exit code and words tell why, below.
  git.stdin.on("error", () => undefined);
  const tree = await sendBlobs(tar, git.stdin);
  await send(git.stdin, `${commitHeader(text)}${tree.join("")}\ndone\n`);
  git.stdin.end();
  const [code] = (await closed) as [number | null];
  if (code !== 0)
    throw new InfraError(
      `git fast-import ended with ${code}: ${Buffer.concat(said).toString().trim()}`,
      "check the disk's free space with: df -h",
    );
}

function commitHeader({ ref, message, date }: CommitText): string {
  const who = `Twinboot <twinboot@localhost> ${date} +0000`;
  const bytes = Buffer.byteLength(message);
  return `commit ${ref}\nauthor ${who}\ncommitter ${who}\ndata ${bytes}\n${message}\ndeleteall\n`;
}

/** Sends each file as a blob; gives back the lines that place them in the tree. */
async function sendBlobs(tar: Readable, git: Writable): Promise<string[]> {
  const archive = extract();
  tar.on("error", (error) => archive.destroy(error));
  tar.pipe(archive);
  const tree: string[] = [];
  for await (const entry of archive) {
    const { name, type, mode } = entry.header;
    const gitMode = modes[type ?? "file"]?.(mode);
    const path = name.replace(/^(?:\.\/)?[^/]+\//, "");
    if (gitMode && path) {
      await sendBlob(entry, tree.length + 1, git);
      tree.push(`M ${gitMode} :${tree.length + 1} ${quoted(path)}\n`);
    }
    entry.resume();
  }
  return tree;
}

async function sendBlob(entry: Entry, mark: number, git: Writable): Promise<void> {
  const { type, linkname, size } = entry.header;
  const link = type === "symlink" ? Buffer.from(linkname ?? "") : undefined;
  await send(git, `blob\nmark :${mark}\ndata ${link?.length ?? size}\n`);
  if (link) await send(git, link);
  else for await (const chunk of entry) await send(git, chunk as Buffer);
  await send(git, "\n");
}

function quoted(path: string): string {
  return /["\\\n]/.test(path) ? JSON.stringify(path) : path;
}

async function send(to: Writable, content: string | Buffer): Promise<void> {
  if (!to.write(content) && !to.destroyed) await once(to, "drain");
}
