// A commit with all its files in one pack, for the repository of another machine; without what that one has already.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { finished, pipeline } from "node:stream/promises";
import { InfraError } from "../model/errors.ts";
import { childLine } from "./child-line.ts";
import type { Git } from "./git.ts";
import { gitEnvironment } from "./git-environment.ts";

type Wanted = {
  readonly commit: string;
  /** Commits that the other repository has, with all their files. */
  readonly without: readonly string[];
  readonly file: string;
  readonly signal: AbortSignal;
};

/** A longer history is not for a parcel. */
const mostCommits = 2000;

/** False where the commit has a long history, or files that are not here: its own server has both. */
export async function packCommit(git: Git, wanted: Wanted): Promise<boolean> {
  const { commit, without, file, signal } = wanted;
  const revisions = [commit, ...without.map((one) => `^${one}`)];
  const bound = `--max-count=${mostCommits}`;
  const counted = await git.try({ args: ["rev-list", "--count", bound, ...revisions] });
  if (!counted.ok || Number(counted.stdout) >= mostCommits) return false;
  // Of a whole tree what is packed is handed on as it is: to look for deltas in it would take minutes. What another
  // commit has is left out with --shallow even where it is no parent.
  const deltas = without.length ? ["--thin", "--shallow", "--delta-base-offset"] : ["--window=0"];
  const args = ["pack-objects", "--revs", ...deltas, "--stdout", "-q"];
  const packer = start(git, args, signal);
  packer.stdin.end(`${revisions.join("\n")}\n`);
  const written = finished(packer.stdout.pipe(createWriteStream(file)));
  const [[code]] = await Promise.all([packer.closed, written]);
  if (code === 0) return true;
  await rm(file, { force: true });
  return false;
}

/** The file is of one whom we trust, and held against its digest. Throws InfraError where git cannot make it out. */
export async function unpackCommit(git: Git, commit: string, file: string): Promise<void> {
  const reader = start(git, ["index-pack", "--stdin", "--fix-thin"]);
  reader.stdout.resume();
  await pipeline(createReadStream(file), reader.stdin).catch(() => undefined);
  const [code] = await reader.closed;
  if (code !== 0 || !(await git.has(commit)))
    throw new InfraError(
      `the files of commit ${commit.slice(0, 12)} could not be taken over: ${reader.said()}`,
      "check the disk's free space with: df -h",
    );
  await git.keep(`refs/twinboot/taken/${commit}`, commit);
}

function start(git: Git, args: readonly string[], signal?: AbortSignal) {
  const child = spawn(...childLine(["git", `--git-dir=${git.dir}`, ...args]), {
    stdio: ["pipe", "pipe", "pipe"],
    env: gitEnvironment(),
    ...(signal ? { signal } : {}),
  });
  const words: Buffer[] = [];
  child.stderr.on("data", (chunk: Buffer) => words.push(chunk));
  // One that ends early closes its pipe, or is stopped: the exit code tells.
  child.stdin.on("error", () => undefined);
  child.on("error", () => undefined);
  const closed = once(child, "close") as Promise<[number | null]>;
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    closed,
    said: () => Buffer.concat(words).toString().trim(),
  };
}
