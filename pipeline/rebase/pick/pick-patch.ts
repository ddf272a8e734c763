// One patch onto one tree, in memory: what `git am -3` would give, through the object database, without a work tree.

import type { HunkPlace, UsedResolution } from "../../model/patches/patch-result.ts";
import { applyPatch } from "../apply/apply-patch.ts";
import type { AuthorTrees } from "./author-trees.ts";
import type { RebaseContext, ReadPatch } from "../apply/rebase-context.ts";
import { hunkPlaces } from "../apply/hunk-places.ts";
import { mergePatch } from "../apply/merge-patch.ts";
import { remainderOf } from "../apply/remainder.ts";
import { entryAt } from "../apply/tree.ts";

export type Picked =
  | { readonly how: "applied"; readonly tree: string; readonly drift: number }
  | { readonly how: "merged"; readonly tree: string; readonly places: readonly HunkPlace[] }
  /** Nothing of it is left to do here. */
  | { readonly how: "empty"; readonly places: readonly HunkPlace[]; readonly used?: UsedResolution }
  /** A conflict that a kept resolution answers. */
  | {
      readonly how: "resolved";
      readonly tree: string;
      readonly places: readonly HunkPlace[];
      readonly used: UsedResolution;
    }
  | {
      readonly how: "conflict";
      readonly places: readonly HunkPlace[];
      /** Files that could not be merged, whatever their hunks do alone; some with words behind the name. */
      readonly paths: readonly string[];
      /** The same as bare paths. */
      readonly stuck: readonly string[];
      /** What the merge made of the others, with markers in these; absent where it had nothing to start from. */
      readonly merged?: string;
      /** The tree with the hunks that do apply. */
      readonly tree: string;
    };

/**
 * Applies the patch as it stands (offsets allowed, no fuzz); where that fails, merges three ways from the blobs
 * its index lines name. `at`: the patch's place in the series.
 */
export async function pickPatch(
  context: RebaseContext,
  onto: string,
  { authored, patch, at }: { authored: AuthorTrees; patch: ReadPatch; at: number },
): Promise<Picked> {
  const applied = await applyPatch(context, onto, patch);
  if (applied && applied.tree !== onto) return { how: "applied", ...applied };
  const places = await hunkPlaces(context.db, onto, patch.parsed);
  if (applied) return { how: "empty", places };
  const merge = await mergePatch(context, onto, await authored.before(at), patch);
  if (merge?.tree === onto && !merge.conflicted.length) return { how: "empty", places };
  if (merge && !merge.conflicted.length) return { how: "merged", tree: merge.tree, places };
  const stuck = merge?.conflicted ?? pathsInTheWay(patch, places);
  const paths = await Promise.all(stuck.map((path) => inWords(context, onto, patch, path)));
  const { tree } = await remainderOf(context.db, onto, patch.parsed.files);
  return { how: "conflict", places, paths, stuck, tree, ...(merge ? { merged: merge.tree } : {}) };
}

/** Without a merge every file is in the way whose hunks are; all of them where no hunk is. */
function pathsInTheWay({ parsed }: ReadPatch, places: readonly HunkPlace[]): string[] {
  const stuck = new Set(places.filter(({ state }) => state !== "applies").map(({ path }) => path));
  return stuck.size ? [...stuck] : parsed.files.map(({ before, after }) => after ?? before ?? "");
}

async function inWords(
  { db }: RebaseContext,
  onto: string,
  { parsed }: ReadPatch,
  path: string,
): Promise<string> {
  const file = parsed.files.find(({ before, after }) => (after ?? before) === path);
  const gone = file?.before !== undefined && !(await entryAt(db, onto, file.before));
  return gone ? `${path} (not in this head)` : path;
}
