// What picking one patch needs.

import type { PatchFile } from "../model/series.ts";
import type { Git } from "../tools/git.ts";

export type Pick = {
  readonly git: Git;
  /** Where scratch files and indexes may lie. */
  readonly workDir: string;
  readonly patch: PatchFile;
  /** The commit to stand on, and its tree. */
  readonly onto: { readonly commit: string; readonly tree: string };
  /** The tree the series was written on: there its `index` lines are looked up for a three-way merge. */
  readonly preimages: string;
  /** The patches before this one: its index lines name what they left. */
  readonly earlier: readonly PatchFile[];
};
