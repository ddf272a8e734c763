// Which commits touched each path: the changes of all commits, turned round.

import type { Columns } from "./columns.ts";
import { spanOf } from "./places.ts";

/** The commits that touched a path: those behind the end of the path before. */
export type Touched = { readonly ends: Uint32Array; readonly commits: Uint32Array };

/** `paths`: how many there are. */
export function touchedIn({ changePaths, changeEnds }: Columns, paths: number): Touched {
  const ends = new Uint32Array(paths);
  for (const path of changePaths) ends[path] = (ends[path] ?? 0) + 1;
  let sum = 0;
  for (const path of ends.keys()) ends[path] = sum += ends[path] ?? 0;
  const [next, commits] = [new Uint32Array(paths), new Uint32Array(changePaths.length)];
  for (const path of next.keys()) [next[path]] = spanOf(ends, path);
  for (const commit of changeEnds.keys())
    for (const path of changePaths.subarray(...spanOf(changeEnds, commit)))
      commits[(next[path] = (next[path] ?? 0) + 1) - 1] = commit;
  return { ends, commits };
}
