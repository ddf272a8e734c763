// Whether a kept folder is as it was left: by names, kinds, sizes and seconds, since reading all of it would cost too much.

import { lstatSync, readdirSync, readlinkSync, type Stats } from "node:fs";
import { join } from "node:path";
import { type Digest, digestOf } from "../model/digest.ts";

/**
 * Undefined where there is no such folder. `but`: a folder at its top that may change. A line a file, as `find -printf
 * "%P %y %s %T@ %l"` prints it: stores have listings of that form. Not one after the other through the thread pool.
 */
export async function folderListing(dir: string, but?: string): Promise<Digest | undefined> {
  try {
    return digestOf([...linesBelow(dir, "", but), ""].toSorted().join("\n"));
  } catch {
    return undefined;
  }
}

function* linesBelow(dir: string, within: string, but?: string): Generator<string> {
  for (const entry of readdirSync(join(dir, within), { withFileTypes: true })) {
    const path = within ? `${within}/${entry.name}` : entry.name;
    if (path === but) continue;
    if (entry.isDirectory()) yield* linesBelow(dir, path, but);
    else yield lineOf(join(dir, path), path);
  }
}

/** Archives of stores keep whole seconds only; digits that look like parts of one go in names, too. */
function lineOf(file: string, path: string): string {
  const found = lstatSync(file);
  const link = found.isSymbolicLink() ? readlinkSync(file) : "";
  const seconds = Math.floor(found.mtimeMs / 1000);
  const line = `${path} ${kindOf(found)} ${found.size} ${seconds} ${link}`;
  return line.replaceAll(/(\d)\.\d+ /g, "$1 ");
}

function kindOf(found: Stats): string {
  if (found.isFile()) return "f";
  if (found.isSymbolicLink()) return "l";
  if (found.isFIFO()) return "p";
  if (found.isSocket()) return "s";
  return found.isBlockDevice() ? "b" : "c";
}
