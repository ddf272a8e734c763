// The first patch that needs a person: its place, its conflict, and the resolutions that are available.

import type { PatchResult } from "../model/patches/patch-result.ts";
import { AuthorTrees } from "./pick/author-trees.ts";
import type { RebaseContext, ReadPatch } from "./apply/rebase-context.ts";
import { type Conflict, inTheWay, type StuckFile } from "./pick/in-the-way.ts";
import { mergeSides, type MergeSides } from "./apply/merge-patch.ts";
import { pickPatch } from "./pick/pick-patch.ts";
import { readPatch } from "./pick/read-patch.ts";
import { rebasedOnto, type Series } from "./rebased-onto.ts";

export type OpenConflict = {
  readonly patch: ReadPatch;
  readonly at: number;
  readonly authored: AuthorTrees;
  /** The head with the patches before this one. */
  readonly onto: { readonly commit: string; readonly tree: string };
  readonly picked: Conflict;
  /** Absent where no hunk could answer it. */
  readonly files?: readonly StuckFile[];
  /** What the merge started from; absent where the author's files are not known. */
  readonly sides?: MergeSides;
};

/** Undefined where the series applies. */
export async function firstConflict(
  context: RebaseContext,
  series: Series,
): Promise<OpenConflict | undefined> {
  const { patches: results, ...onto } = await rebasedOnto(context, series);
  const at = results.findIndex(({ result }: PatchResult) => result === "conflict");
  if (at === -1) return undefined;
  const patches = series.patches.map(readPatch);
  const patch = patches[at] as ReadPatch;
  const authored = new AuthorTrees(context, series.writtenOn.tree, patches);
  const picked = await pickPatch(context, onto.tree, { authored, patch, at });
  if (picked.how !== "conflict") throw new Error(`${patch.name}: picked twice, and not the same`);
  const files = await inTheWay(context, onto.tree, patch, picked);
  const sides = await mergeSides(context, onto.tree, await authored.before(at), patch);
  const rest = { ...(files ? { files } : {}), ...(sides ? { sides } : {}) };
  return { patch, at, authored, onto, picked, ...rest };
}
