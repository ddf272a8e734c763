// The history of one file: the commits that touched it, each on the one before, and the merges that joined two of them.

import type { Change, History, Marks } from "./history.ts";

export type FileCommit = {
  readonly commit: number;
  readonly parents: readonly FileParent[];
  /** Absent of a merge: only its tree tells. */
  readonly change?: Change;
};

/** `outside`: a commit of the whole history, before the range. */
export type FileParent = FileCommit | { readonly outside: number };

export type FileRange = { readonly path: string; readonly marks: Marks; readonly to: number };

/**
 * The commit of the range by which `to` has the file as it is; undefined where none touched it. A merge of a commit with
 * one that descends from it is taken to have the later one's file, as nearly all have: whoever reads on must see that
 * each change begins with what its parent has.
 */
export function fileHistory(
  history: History,
  { path, marks, to }: FileRange,
): FileCommit | undefined {
  const touching = new Set(history.touching([path], marks));
  const by = new Map<number, FileCommit>();
  for (let at = touching.size ? Math.min(...touching) : to + 1; at <= to; at += 1) {
    if (!marks[at]) continue;
    const own = touching.has(at);
    const all = history.parents(at);
    if (!own && !all.some((one) => by.has(one))) continue;
    const parents = Array.from(all, (one) => by.get(one) ?? { outside: one });
    const one =
      own || parents.length > 1 ? joined(history, at, { parents, path, own }) : parents[0];
    if (one && "commit" in one) by.set(at, one);
  }
  return by.get(to);
}

type Joined = { readonly parents: readonly FileParent[]; readonly path: string; own: boolean };

/** A commit that touched the file, or a merge of several that did; else the one that did last. */
function joined(history: History, commit: number, { parents, path, own }: Joined): FileParent {
  if (own && parents.length < 2) {
    const change = history.changes(commit).find((one) => one.path === path);
    return { commit, parents, ...(change ? { change } : {}) };
  }
  const latest = withoutOlder([...new Set(parents)]);
  const [one, another] = latest;
  return one && !another && !own ? one : { commit, parents: own ? parents : latest };
}

/** What is before the range is older than all that is in it. */
function withoutOlder(parents: readonly FileParent[]): readonly FileParent[] {
  const inside = parents.filter((one) => "commit" in one);
  if (!inside.length) return parents.slice(0, 1);
  return inside.filter((one) => !inside.some((other) => other !== one && descends(other, one)));
}

function descends(from: FileCommit, { commit }: FileCommit): boolean {
  const open = [from];
  const seen = new Set<FileCommit>();
  for (let one = open.pop(); one; one = open.pop()) {
    if (one.commit === commit) return true;
    for (const parent of one.parents)
      if ("commit" in parent && parent.commit >= commit && !seen.has(parent)) {
        seen.add(parent);
        open.push(parent);
      }
  }
  return false;
}
