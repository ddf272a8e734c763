// A folder that builds wrote, as one file and back: times of change are kept, owners are not.

import { lutimes } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { sandboxed } from "./sandbox.ts";
import { mustRun } from "./shell.ts";

/** Reads links and FIFOs as what they are. */
export async function packFolder(dir: string, file: string, signal: AbortSignal): Promise<void> {
  const plain = ["--format=posix", "--sort=name", "--owner=0", "--group=0", "--numeric-owner"];
  await mustRun(["tar", "--create", ...plain, "--file", file, "--directory", dir, "."], { signal });
}

/** Into an empty folder, in the sandbox: what a build left there may not become more than a build can make. */
export async function unpackFolder(file: string, dir: string, signal: AbortSignal): Promise<void> {
  const archive = `/tmp/archive/${basename(file)}`;
  const argv = ["tar", "--extract", "--file", archive, "--directory", "/tmp/objects"];
  const folders = [
    { from: dirname(file), to: "/tmp/archive", writable: false },
    { from: dir, to: "/tmp/objects", writable: true },
  ] as const;
  await mustRun(sandboxed(argv, { folders, env: {}, cwd: "/tmp" }), { signal });
}

/**
 * Dates everything in a folder between two moments, in milliseconds, in the order that it has: make compares no more
 * than what came before what.
 */
export async function redateBetween(dir: string, from: number, to: number): Promise<void> {
  const listed = await mustRun(["find", dir, "-mindepth", "1", "-printf", String.raw`%T@ %p\0`]);
  const dated = listed.split("\0").flatMap((line) => {
    const [, seconds, path] = /^(\S+) ([^]+)$/.exec(line) ?? [];
    return path === undefined ? [] : [{ path, at: Number(seconds) * 1000 }];
  });
  const first = dated.reduce((least, { at }) => Math.min(least, at), Infinity);
  const last = dated.reduce((most, { at }) => Math.max(most, at), -Infinity);
  const scale = last > first ? (to - from) / (last - first) : 0;
  for (const { path, at } of dated) {
    const seconds = (to - (last - at) * scale) / 1000;
    await lutimes(path, seconds, seconds);
  }
}
