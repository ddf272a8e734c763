// A head's own line of commits: those from which it came by first parents, each with what was merged there.

import type { History } from "./history.ts";

/**
 * The commits of a head's first parents that may have another of the files than their own first parent has, newest
 * first: none is left out, but a merge may have taken nothing of what a branch did to them.
 */
export function firstParentsTouching(
  history: History,
  head: number,
  paths: Iterable<string>,
): number[] {
  const cameWith = mergedWith(history, head);
  const touching = history.touching(paths, history.ancestors(head));
  const own = new Set(touching.map((at) => cameWith[at] ?? at));
  return [...own].toSorted((a, b) => b - a);
}

/** Of each commit the oldest first parent of the head that has it. */
function mergedWith(history: History, head: number): Uint32Array {
  const none = history.size;
  const cameWith = new Uint32Array(history.size).fill(none);
  for (let at: number | undefined = head; at !== undefined; [at] = history.parents(at))
    cameWith[at] = at;
  for (let at = head; at >= 0; at -= 1) {
    const here = cameWith[at] ?? none;
    if (here === none) continue;
    for (const parent of history.parents(at))
      cameWith[parent] = Math.min(cameWith[parent] ?? none, here);
  }
  return cameWith;
}
