// A tar stream -> one commit in a bare repository, through git-fast-import(1): no work tree, no index, one pass.

import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { extract } from "tar-stream";
import { InfraError, UserError } from "../model/errors.ts";
import { childLine } from "./child-line.ts";

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
  const quick = ["-c", "pack.compression=1", "-c", "core.compression=1"];
  const command = ["fast-import", "--quiet", "--force", "--depth=0", "--done"];
  const git = spawn(...childLine(["git", `--git-dir=${gitDir}`, ...quick, ...command]), {
    stdio: ["pipe", "ignore", "pipe"],
  });
  const said: Buffer[] = [];
  git.stderr.on("data", (chunk: Buffer) => said.push(chunk));
  const closed = once(git, "close");
  // A git that died closes the pipe; its exit code and words tell why, below.
  git.stdin.on("error", () => undefined);
  try {
    const tree = await sendBlobs(tar, git.stdin);
    await send(git.stdin, `${commitHeader(text)}${tree.join("")}\ndone\n`);
    git.stdin.end();
  } catch (error) {
    git.kill();
    await closed;
    throw unreadable(error);
  }
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

function unreadable(cause: unknown): Error {
  if (cause instanceof UserError || cause instanceof InfraError) return cause;
  const why = cause instanceof Error ? cause.message : String(cause);
  return new InfraError(`the archive cannot be read: ${why}`, "get the file again", { cause });
}

type Placed = { readonly mark: number; readonly mode: string };

/** Sends each file as a blob; gives back the lines that place them in the tree. */
async function sendBlobs(tar: Readable, git: Writable): Promise<string[]> {
  const archive = extract();
  tar.on("error", (error) => archive.destroy(error));
  tar.pipe(archive);
  const placed = new Map<string, Placed>();
  const top = new TopFolder();
  let mark = 0;
  for await (const entry of archive) {
    const { name, type, mode, linkname } = entry.header;
    const path = top.below(name, type === "directory");
    const gitMode = modes[type ?? "file"]?.(mode);
    // A hard link names an earlier entry, and is a file like it.
    const other = type === "link" ? placed.get(top.below(linkname ?? "", false)) : undefined;
    if (other) placed.set(path, other);
    if (gitMode && path) {
      mark += 1;
      await sendBlob(entry, mark, git);
      placed.set(path, { mark, mode: gitMode });
    }
    entry.resume();
  }
  return [...placed].map(([path, file]) => `M ${file.mode} :${file.mark} ${quoted(path)}\n`);
}

/** The one folder that all names of an archive begin with: without it, what is below it would be a guess. */
class TopFolder {
  #top: string | undefined;

  /** The name without the folder; empty for the folder itself. */
  below(name: string, isFolder: boolean): string {
    const plain = name.replace(/^(?:\.\/)+/, "");
    const [top = "", ...rest] = plain.split("/");
    const path = rest.join("/");
    if (!top) return "";
    this.#top ??= top;
    if (top === this.#top && (path || isFolder)) return path;
    throw new UserError(
      `the archive has more than one top folder: ${this.#top} and ${plain}`,
      "create it with: git archive --prefix=linux/ ...",
    );
  }
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
