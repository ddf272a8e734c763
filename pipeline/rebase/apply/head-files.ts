// The files of a tree that a series touches, read once.

import type { PatchedFile } from "../../parse/patch/patched-file.ts";
import type { ObjectDatabase } from "../../tools/object-database.ts";
import { blobText, entryAt } from "./tree.ts";

export type HeadFile = {
  /** Octal, as in trees. */
  readonly mode: string;
  readonly id: string;
  /** Bytes, one character each. */
  readonly text: string;
};

/** By path; what is not there is not in it. */
export type HeadFiles = ReadonlyMap<string, HeadFile>;

export async function headFiles(
  db: ObjectDatabase,
  tree: string,
  files: readonly PatchedFile[],
): Promise<HeadFiles> {
  const read = [...pathsOf(files)].map(async (path): Promise<[string, HeadFile] | undefined> => {
    const entry = await entryAt(db, tree, path);
    const text = entry && (await blobText(db, entry.id));
    return entry && text !== undefined ? [path, { ...entry, text }] : undefined;
  });
  return new Map((await Promise.all(read)).filter((found) => found !== undefined));
}

/** Every path that the files are or were at. */
export function pathsOf(files: readonly PatchedFile[]): ReadonlySet<string> {
  const paths = files.flatMap(({ before, after }) => [before, after]);
  return new Set(paths.filter((path) => path !== undefined));
}
