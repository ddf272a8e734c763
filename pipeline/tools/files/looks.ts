// What files look like: of one that was changed, whatever its times were set to, another (stat(2), ctime).

import { type BigIntStats, statSync } from "node:fs";

/** A line a path. Not one after the other through the thread pool: there are hundreds, before each step. */
export function looksOf(paths: readonly string[]): string[] {
  return paths.map((path) => lookOf(statSync(path, { bigint: true, throwIfNoEntry: false })));
}

function lookOf(found: BigIntStats | undefined): string {
  return found ? [found.dev, found.ino, found.size, found.mtimeNs, found.ctimeNs].join(":") : "-";
}
