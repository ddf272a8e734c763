// A repository and its objects written as git does (gitrepository-layout(5)): what most tests begin with, without a process.

import { hash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";

/** Of a file in a tree: `100644`, `100755`, `120000`. */
export type Blob = { readonly mode: string; readonly bytes: Buffer };

type Entry = { readonly name: string; readonly mode: string; readonly id: string };

/** What `git init` makes, with nothing that goes on by itself afterwards. */
export function emptyRepository(gitDir: string, { bare }: { bare: boolean }): void {
  for (const folder of ["objects/info", "objects/pack", "refs/heads"])
    mkdirSync(join(gitDir, folder), { recursive: true });
  const core = `[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = ${bare}\n`;
  writeFileSync(join(gitDir, "HEAD"), "ref: refs/heads/master\n");
  writeFileSync(join(gitDir, "config"), `${core}[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n`);
}

/** Gives the id of the tree that holds these files, by their paths. */
export function writeTree(gitDir: string, files: ReadonlyMap<string, Blob>): string {
  const entries: Entry[] = [];
  const below = new Map<string, Map<string, Blob>>();
  for (const [path, blob] of files) {
    const [name = "", ...rest] = path.split("/");
    if (rest.length) below.set(name, (below.get(name) ?? new Map()).set(rest.join("/"), blob));
    else entries.push({ name, mode: blob.mode, id: writeObject(gitDir, "blob", blob.bytes) });
  }
  for (const [name, inside] of below)
    entries.push({ name, mode: "40000", id: writeTree(gitDir, inside) });
  return writeObject(gitDir, "tree", Buffer.concat(entries.toSorted(asGitSorts).map(bytesOf)));
}

/** Gives its id. An object that is there is not written again: a git that runs beside this may be reading it. */
export function writeObject(gitDir: string, type: string, content: Buffer): string {
  const whole = Buffer.concat([Buffer.from(`${type} ${content.length}\0`), content]);
  const id = hash("sha1", whole, "hex");
  const folder = join(gitDir, "objects", id.slice(0, 2));
  const path = join(folder, id.slice(2));
  if (existsSync(path)) return id;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${path}.aside`, deflateSync(whole, { level: 1 }));
  renameSync(`${path}.aside`, path);
  return id;
}

/** By bytes, a folder as if its name ended with a slash. */
function asGitSorts(one: Entry, other: Entry): number {
  return Buffer.compare(sortedBy(one), sortedBy(other));
}

function sortedBy({ name, mode }: Entry): Buffer {
  return Buffer.from(mode === "40000" ? `${name}/` : name);
}

function bytesOf({ name, mode, id }: Entry): Buffer {
  return Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(id, "hex")]);
}
