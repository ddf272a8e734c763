// Takes chosen files out of an unpacked system together with every shared library they need, and nothing else.

import { copyFile, cp, glob, lstat, mkdir, open, readlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { InfraError } from "../model/errors.ts";
import { mustRun } from "./shell.ts";

/**
 * Copies what the patterns match below `from`, links as links, then the closure over DT_NEEDED and the interpreter.
 * `triplet`: what Debian's folders of libraries are named, `x86_64-linux-gnu`.
 */
export async function copyWithLibraries(
  from: string,
  patterns: readonly string[],
  to: string,
  triplet: string,
): Promise<void> {
  const folders = ["lib64", "lib", `lib/${triplet}`, `usr/lib/${triplet}`];
  const queue: string[] = [];
  for (const pattern of patterns) queue.push(...(await copyMatches(from, pattern, to)));
  const done = new Set<string>();
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    for (const library of await needed(file)) {
      if (done.has(library)) continue;
      done.add(library);
      queue.push(await copyLibrary({ from, to, folders }, library));
    }
  }
}

/** The copied files, without links. */
async function copyMatches(from: string, pattern: string, to: string): Promise<string[]> {
  const matches = await Array.fromAsync(glob(pattern, { cwd: from }));
  if (!matches.length)
    throw new InfraError(
      `no unpacked package contains ${pattern}`,
      "images/dom0/files and images/dom0/packages must agree",
    );
  const files: string[] = [];
  for (const match of matches) {
    const target = join(to, match);
    await mkdir(dirname(target), { recursive: true });
    await cp(join(from, match), target, { verbatimSymlinks: true, recursive: true });
    if ((await lstat(target)).isFile()) files.push(target);
  }
  return files;
}

/** Names of libraries, and the interpreter's path. */
async function needed(file: string): Promise<string[]> {
  if (!(await isElf(file))) return [];
  const said = await mustRun(["readelf", "--wide", "--dynamic", "--program-headers", file]);
  const libraries = [...said.matchAll(/\(NEEDED\).*\[(.*)\]/g)].map(([, name = ""]) => name);
  const interpreter = /program interpreter: (.*)\]/.exec(said)?.[1];
  return interpreter ? [...libraries, interpreter] : libraries;
}

async function isElf(path: string): Promise<boolean> {
  const file = await open(path);
  const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
  await file.close();
  return buffer.equals(Buffer.from("\x7fELF"));
}

/** A link is replaced by the bytes it leads to, under the name that was needed; the interpreter is at its path. */
async function copyLibrary(
  { from, to, folders }: { from: string; to: string; folders: readonly string[] },
  name: string,
): Promise<string> {
  for (const folder of folders) {
    const found = await behindLinks(from, join("/", folder, basename(name)));
    if (!found) continue;
    const target = name.startsWith("/") ? join(to, name) : join(to, folder, name);
    await mkdir(dirname(target), { recursive: true });
    await copyFile(found, target);
    return target;
  }
  throw new InfraError(
    `no unpacked package contains the library ${name}`,
    "add its package to images/dom0/packages",
  );
}

/** Follows links inside the unpacked system: an absolute one begins at its root, not at ours. */
async function behindLinks(root: string, path: string): Promise<string | undefined> {
  const there = await lstat(join(root, path)).catch(() => undefined);
  if (!there) return undefined;
  if (!there.isSymbolicLink()) return join(root, path);
  const link = await readlink(join(root, path));
  return behindLinks(root, link.startsWith("/") ? link : join(dirname(path), link));
}
