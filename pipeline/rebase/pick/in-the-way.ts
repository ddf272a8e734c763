// The files of a conflict with the hunks that must be answered by a person.

import type { Hunk } from "../../parse/patch/patched-file.ts";
import type { RebaseContext, ReadPatch } from "../apply/rebase-context.ts";
import type { Picked } from "./pick-patch.ts";
import { entryAt, textAt } from "../apply/tree.ts";

export type Conflict = Extract<Picked, { how: "conflict" }>;

export type StuckFile = {
  readonly path: string;
  /** The head's file with the hunks on it that do apply; bytes, one character each. */
  readonly text: string;
  readonly hunks: readonly Hunk[];
};

/**
 * Undefined where the conflict is not one of lines alone: a file that the head lacks, a moved one, a binary one. No
 * hunk can answer those.
 */
export async function inTheWay(
  { db }: RebaseContext,
  onto: string,
  { parsed }: ReadPatch,
  { stuck, places, tree, merged }: Conflict,
): Promise<StuckFile[] | undefined> {
  // Without a merge nothing would move, make or remove the other files.
  const plain = parsed.files.every(({ before, after, hunks }) => before === after && hunks.length);
  if (merged === undefined && !plain) return undefined;
  const found: StuckFile[] = [];
  for (const path of stuck) {
    const file = parsed.files.find(({ before, after }) => before === path && after === path);
    const inWay = places.filter((place) => place.path === path && place.state === "conflict");
    const hunks = file?.hunks.filter((one) => inWay.some(({ header }) => header === one.header));
    const regular = (await entryAt(db, onto, path))?.mode.startsWith("100");
    const text = await textAt(db, tree, path);
    if (!hunks?.length || !regular || text === undefined) return undefined;
    found.push({ path, text, hunks });
  }
  return found.length ? found : undefined;
}
