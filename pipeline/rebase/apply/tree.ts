// Paths in git's tree objects: looked up and changed without an index. Cost grows with the depth of a path.

import { pathBytes } from "../../parse/patch/path-bytes.ts";
import type { ObjectDatabase } from "../../tools/object-database.ts";

export type Entry = {
  /** Octal, as in trees: `100644`, `100755`, `120000`, `40000`. */
  readonly mode: string;
  readonly id: string;
};

/** Names are bytes, one character each. */
type Entries = ReadonlyMap<string, Entry>;

const folder = "40000";
/** It exists in every repository. */
export const emptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

export function isFolder({ mode }: Entry): boolean {
  return mode === folder;
}

/** The entry at the path; undefined if there is none. */
export async function entryAt(
  db: ObjectDatabase,
  root: string,
  path: string,
): Promise<Entry | undefined> {
  let at: Entry = { mode: folder, id: root };
  for (const name of pathBytes(path).split("/")) {
    if (at.mode !== folder) return undefined;
    const next: Entry | undefined = (await entriesOf(db, at.id)).get(name);
    if (!next) return undefined;
    at = next;
  }
  return at;
}

/** The file's bytes, one character each; undefined where there is none. */
export async function textAt(
  db: ObjectDatabase,
  root: string,
  path: string,
): Promise<string | undefined> {
  const entry = await entryAt(db, root, path);
  return entry && entry.mode !== folder ? blobText(db, entry.id) : undefined;
}

export async function blobText(db: ObjectDatabase, id: string): Promise<string | undefined> {
  const kept = texts.get(db) ?? { by: new Map<string, string>(), size: 0 };
  texts.set(db, kept);
  const known = kept.by.get(id);
  if (known !== undefined) return known;
  const text = (await db.blob(id))?.toString("latin1");
  if (text === undefined || kept.by.has(id)) return text;
  if (kept.size > mostText) [kept.by, kept.size] = [new Map(), 0];
  kept.by.set(id, text);
  kept.size += text.length;
  return text;
}

/** Bytes. A patch's file is read again for each thing that is asked of it, and for each head. */
const mostText = 8 * 2 ** 20;
type Texts = { by: Map<string, string>; size: number };
const texts = new WeakMap<ObjectDatabase, Texts>();

export function writeText(db: ObjectDatabase, text: string): string {
  return db.write("blob", Buffer.from(text, "latin1"));
}

/** The tree with these paths set, or taken away where undefined; a folder that is left empty goes too. */
export async function treeWith(
  db: ObjectDatabase,
  root: string,
  changes: ReadonlyMap<string, Entry | undefined>,
): Promise<string> {
  const bytes = new Map([...changes].map(([path, entry]) => [pathBytes(path), entry]));
  return changed(db, root, bytes);
}

async function changed(
  db: ObjectDatabase,
  root: string,
  changes: ReadonlyMap<string, Entry | undefined>,
): Promise<string> {
  const entries = new Map(await entriesOf(db, root));
  const below = new Map<string, Map<string, Entry | undefined>>();
  for (const [path, entry] of changes) {
    const slash = path.indexOf("/");
    if (slash === -1) setOrDelete(entries, path, entry);
    else {
      const name = path.slice(0, slash);
      const inner = below.get(name) ?? new Map<string, Entry | undefined>();
      below.set(name, inner.set(path.slice(slash + 1), entry));
    }
  }
  for (const [name, inner] of below) {
    const old = entries.get(name);
    const id = await changed(db, old?.mode === folder ? old.id : emptyTree, inner);
    setOrDelete(entries, name, id === emptyTree ? undefined : { mode: folder, id });
  }
  return written(db, entries);
}

function setOrDelete(entries: Map<string, Entry>, name: string, entry: Entry | undefined): void {
  if (entry) entries.set(name, entry);
  else entries.delete(name);
}

function written(db: ObjectDatabase, entries: Entries): string {
  const sorted = [...entries].toSorted(([a, { mode }], [b, { mode: other }]) => {
    const [x, y] = [mode === folder ? `${a}/` : a, other === folder ? `${b}/` : b];
    return x < y ? -1 : 1;
  });
  const parts = sorted.flatMap(([name, { mode, id }]) => [
    Buffer.from(`${mode} ${name}\0`, "latin1"),
    Buffer.from(id, "hex"),
  ]);
  return db.write("tree", Buffer.concat(parts));
}

/** A kernel has some 6,000 folders; series touch few of them, again and again. */
const cacheSize = 2000;
const caches = new WeakMap<ObjectDatabase, Map<string, Entries>>();

async function entriesOf(db: ObjectDatabase, id: string): Promise<Entries> {
  if (id === emptyTree) return new Map();
  const cache = caches.get(db) ?? new Map<string, Entries>();
  caches.set(db, cache);
  const known = cache.get(id);
  if (known) return known;
  const tree = await db.read(id);
  if (tree?.type !== "tree") throw new Error(`${id} is no tree of the repository`);
  if (cache.size >= cacheSize) cache.clear();
  const entries = parsedTree(tree.content);
  cache.set(id, entries);
  return entries;
}

function parsedTree(content: Buffer): Entries {
  const entries = new Map<string, Entry>();
  for (let at = 0; at < content.length;) {
    const blank = content.indexOf(32, at);
    const nul = content.indexOf(0, blank);
    const mode = content.toString("latin1", at, blank);
    const name = content.toString("latin1", blank + 1, nul);
    entries.set(name, { mode, id: content.toString("hex", nul + 1, nul + 21) });
    at = nul + 21;
  }
  return entries;
}
