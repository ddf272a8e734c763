// What rebasing stands on: the repository, its objects, and the series as its author had it.

import type { PatchFile } from "../../model/described/series.ts";
import type { ParsedPatch } from "../../parse/patch/patch.ts";
import type { Git } from "../../tools/git.ts";
import type { ObjectDatabase } from "../../tools/object-database.ts";

export type RebaseContext = {
  readonly git: Git;
  readonly db: ObjectDatabase;
  /** Folder for scratch files and indexes. */
  readonly workDir: string;
};

/** A patch with the files and hunks in it. */
export type ReadPatch = PatchFile & { readonly parsed: ParsedPatch };

export type Applied = {
  readonly tree: string;
  /** Lines between the place a hunk names and the one it went to, at most; 0 where git placed it and did not say. */
  readonly drift: number;
};
