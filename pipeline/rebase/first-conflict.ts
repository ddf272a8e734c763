// The first patch that is in a person's hands: where it stands, what is in the way, and what lies ready.

import type { PatchResult } from "../model/patch-result.ts";
import { Authored } from "./authored.ts";
import type { Ground, ReadPatch } from "./ground.ts";
import { type Conflict, inTheWay, type StuckFile } from "./in-the-way.ts";
import { mergeSides, type MergeSides } from "./merge-patch.ts";
import { pickPatch } from "./pick-patch.ts";
import { readPatch } from "./read-patch.ts";
import { rebasedOnto, type Series } from "./rebased-onto.ts";

export type OpenConflict = {
  readonly patch: ReadPatch;
  readonly at: number;
  readonly authored: Authored;
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
  ground: Ground,
  series: Series,
): Promise<OpenConflict | undefined> {
  const { patches: results, ...onto } = await rebasedOnto(ground, series);
  const at = results.findIndex(({ result }: PatchResult) => result === "conflict");
  if (at === -1) return undefined;
  const patches = series.patches.map(readPatch);
  const patch = patches[at] as ReadPatch;
  const authored = new Authored(ground, series.writtenOn.tree, patches);
  const picked = await pickPatch(ground, onto.tree, { authored, patch, at });
  if (picked.how !== "conflict") throw new Error(`${patch.name}: picked twice, and not the same`);
  const files = await inTheWay(ground, onto.tree, patch, picked);
  const sides = await mergeSides(ground, onto.tree, await authored.before(at), patch);
  const rest = { ...(files ? { files } : {}), ...(sides ? { sides } : {}) };
  return { patch, at, authored, onto, picked, ...rest };
}
