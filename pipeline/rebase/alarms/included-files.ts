// The files that a source file can have a symbol from, as far as two trees differ in them.

import { CallableSymbols } from "../../parse/source/c-signatures.ts";
import type { ObjectDatabase } from "../../tools/object-database.ts";
import { blobText, entryAt } from "../apply/tree.ts";

/** Trees: what a patch was written on, what it was applied to, and what that became. */
export type Trees = {
  readonly db: ObjectDatabase;
  readonly base: string;
  readonly head: string;
  readonly result: string;
};

/** A file of both trees. */
export type Differing = { readonly base: CallableSymbols; readonly head: CallableSymbols };

/**
 * `path`, the files that it includes in the result, and what these include in turn, where base and head have them and
 * they differ. Of those that do not differ only the first row is read, for what they include.
 */
export async function differingSources(trees: Trees, path: string): Promise<Differing[]> {
  const { db, result } = trees;
  const patched = await entryAt(db, result, path);
  if (!patched) return [];
  const { text } = await cached(db, patched.id);
  const direct = await existing(trees, [path, ...includedBy(path, text)]);
  await db.bring([...direct.values()].map(({ head }) => head));
  const indirect: string[] = [];
  for (const [file, { head }] of direct)
    indirect.push(...includedBy(file, (await cached(db, head)).text));
  const all = new Map([...direct, ...(await existing(trees, indirect))]);
  const apart = [...all.values()].filter(({ base, head }) => base !== head);
  await db.bring(apart.flatMap(({ base, head }) => [base, head]));
  const differing: Differing[] = [];
  for (const { base, head } of apart)
    differing.push({ base: await cached(db, base), head: await cached(db, head) });
  return differing;
}

type Blobs = { readonly base: string; readonly head: string };

async function existing(
  { db, base, head }: Trees,
  paths: readonly string[],
): Promise<Map<string, Blobs>> {
  const found = new Map<string, Blobs>();
  for (const path of new Set(paths)) {
    const [one, other] = [await entryAt(db, base, path), await entryAt(db, head, path)];
    if (isFile(one?.mode) && isFile(other?.mode) && one && other)
      found.set(path, { base: one.id, head: other.id });
  }
  return found;
}

function isFile(mode: string | undefined): boolean {
  return mode?.startsWith("100") ?? false;
}

/** Every path that the directives may mean, as the kernel's build looks for them (Makefile, LINUXINCLUDE). */
function includedBy(path: string, text: string): string[] {
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const arch = /^arch\/([^/]+)\//.exec(path)?.[1] ?? "x86";
  const roots = [
    `arch/${arch}/include/`,
    `arch/${arch}/include/uapi/`,
    "include/",
    "include/uapi/",
  ];
  const named = text.matchAll(/^[ \t]*#[ \t]*include[ \t]+(?:"([^"\n]+)"|<([^>\n]+)>)/gm);
  return [...named].flatMap(([, near, far = ""]) => {
    const folders = near ? [folder, ...roots] : roots;
    return folders.map((from) => resolved(`${from}${near ?? far}`));
  });
}

function resolved(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part && part !== ".") parts.push(part);
  }
  return parts.join("/");
}

/** Series touch the same headers again and again, on every head. Characters. */
const cacheSize = 16_000_000;
const caches = new WeakMap<ObjectDatabase, { files: Map<string, CallableSymbols>; size: number }>();

async function cached(db: ObjectDatabase, id: string): Promise<CallableSymbols> {
  const cache = caches.get(db) ?? { files: new Map<string, CallableSymbols>(), size: 0 };
  caches.set(db, cache);
  const known = cache.files.get(id);
  if (known) return known;
  const file = new CallableSymbols((await blobText(db, id)) ?? "");
  if (cache.size + file.text.length > cacheSize) {
    cache.files.clear();
    cache.size = 0;
  }
  cache.size += file.text.length;
  cache.files.set(id, file);
  return file;
}
