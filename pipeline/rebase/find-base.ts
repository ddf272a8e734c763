// What a series was written on: the newest commit of a head whose blobs the `index` lines of its patches name.

import type { PatchFile } from "../model/described/series.ts";
import type { ParsedPatch } from "../parse/patch/patch.ts";
import { commitTree } from "./apply/commit-tree.ts";
import { entryAt } from "./apply/tree.ts";
import { readPatch } from "./pick/read-patch.ts";
import { type TouchedPath, type Searched, touching } from "./touching-commits.ts";

export type FoundBase = {
  readonly commit: string;
  /** How many of the files that the series begins with stand there as its author had them, of how many. */
  readonly matched: number;
  readonly of: number;
};

/**
 * Looks along the first parents, then at every commit that touched one of the files. Where no commit has all of them
 * (the author had patches of his own below), it is the newest one that has the most. Undefined where none has any.
 * Reads commits and trees, no blobs. At most two `git log`.
 */
export async function findBase(
  context: Searched,
  head: string,
  patches: readonly PatchFile[],
): Promise<FoundBase | undefined> {
  const wanted = blobsBefore(patches.map((patch) => readPatch(patch).parsed));
  if (!wanted.size) return undefined;
  const best = new Best(wanted);
  await alongFirstParents(context, head, best);
  if (!best.isWhole) await overAll(context, head, best);
  return best.found;
}

/** Path -> the blob (maybe shortened) that the series starts from there; undefined where it makes the file. */
type Wanted = ReadonlyMap<string, string | undefined>;

function blobsBefore(patches: readonly ParsedPatch[]): Wanted {
  const wanted = new Map<string, string | undefined>();
  const known = new Set<string>();
  for (const { before, after, blobBefore, newIfAbsent } of patches.flatMap(({ files }) => files)) {
    const path = before ?? after ?? "";
    const says = before === undefined ? !newIfAbsent : blobBefore !== undefined;
    if (says && !known.has(path)) wanted.set(path, before === undefined ? undefined : blobBefore);
    known.add(path);
    if (after !== undefined) known.add(after);
  }
  return wanted;
}

class Best {
  readonly wanted: Wanted;
  #found: FoundBase | undefined;

  constructor(wanted: Wanted) {
    this.wanted = wanted;
  }

  get found(): FoundBase | undefined {
    return this.#found;
  }

  get isWhole(): boolean {
    return this.#found?.matched === this.wanted.size;
  }

  /** `blobs`: the files at the commit. The first of equal ones wins: commits come newest first. */
  try(commit: string, blobs: Blobs): void {
    const named = [...this.wanted].filter(([path, blob]) => isAt(blobs.get(path), blob));
    // A file that is nowhere yet says little: it is what most commits have in common.
    if (!named.some(([, blob]) => blob !== undefined) && named.length < this.wanted.size) return;
    if (named.length <= (this.#found?.matched ?? 0)) return;
    this.#found = { commit, matched: named.length, of: this.wanted.size };
  }
}

type Blobs = ReadonlyMap<string, string | undefined>;

function isAt(there: string | undefined, blob: string | undefined): boolean {
  return blob === undefined ? there === undefined : (there?.startsWith(blob) ?? false);
}

/** Between two commits of the log nothing of it changes, so the newest with its blobs is the parent of the later one. */
async function alongFirstParents(context: Searched, head: string, best: Best): Promise<void> {
  const blobs = await blobsAt(context, head, best.wanted);
  best.try(head, blobs);
  if (best.isWhole) return;
  const touched = await touching(context, head, new Set(best.wanted.keys()), "first-parents");
  for (const { parents, changes } of touched) {
    for (const { path, before } of changes) blobs.set(path, before);
    const [parent] = parents;
    if (parent !== undefined) best.try(parent, blobs);
    if (best.isWhole) return;
  }
}

/** Commits of merged branches have trees that no first parent has. */
async function overAll(context: Searched, head: string, best: Best): Promise<void> {
  const paths = new Set(best.wanted.keys());
  for (const { commit, parents, changes } of await touching(context, head, paths, "all")) {
    const [parent] = parents;
    const named = ({ path }: TouchedPath, blob: string | undefined): boolean =>
      blob !== undefined && isAt(blob, best.wanted.get(path));
    const here = changes.some((change) => named(change, change.after));
    const below = changes.some((change) => named(change, change.before));
    if (here) best.try(commit, await blobsAt(context, commit, best.wanted));
    if (below && parent) best.try(parent, await blobsAt(context, parent, best.wanted));
    if (best.isWhole) return;
  }
}

async function blobsAt({ db }: Searched, commit: string, wanted: Wanted) {
  const tree = await commitTree(db, commit);
  const found = new Map<string, string | undefined>();
  for (const path of wanted.keys()) found.set(path, (await entryAt(db, tree, path))?.id);
  return found;
}
