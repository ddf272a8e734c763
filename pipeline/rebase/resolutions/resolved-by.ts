// A conflict answered by a kept resolution, where one fits every hunk that is in the way.

import type { HunkPlace } from "../../model/patches/patch-result.ts";
import type { ResolutionFile } from "../../model/described/series.ts";
import type { Hunk } from "../../parse/patch/patched-file.ts";
import { type Answer, parseResolution, type Resolution } from "../../parse/patch/resolution.ts";
import { applyHunks } from "../apply/apply-hunks.ts";
import type { AuthorTrees } from "../pick/author-trees.ts";
import { type Conflict, inTheWay, type StuckFile } from "../pick/in-the-way.ts";
import type { RebaseContext, ReadPatch } from "../apply/rebase-context.ts";
import type { Picked } from "../pick/pick-patch.ts";
import { resolutionKey } from "./resolution-key.ts";
import { resolvedRangeDiff } from "./resolved-range-diff.ts";
import { type Entry, entryAt, treeWith, writeText } from "../apply/tree.ts";

type Wanted = {
  readonly authored: AuthorTrees;
  readonly patch: ReadPatch;
  readonly at: number;
  readonly resolutions: readonly ResolutionFile[];
};

type Named = Resolution & { readonly name: string };

/** The pick unchanged if it is not a conflict, or if no resolution fits it as a whole; its hunks then name what fits them. */
export async function resolvedBy(
  context: RebaseContext,
  onto: string,
  wanted: Wanted,
  picked: Picked,
): Promise<Picked> {
  const kept = picked.how === "conflict" ? keptFor(wanted) : [];
  if (picked.how !== "conflict" || !kept.length) return picked;
  const files = await inTheWay(context, onto, wanted.patch, picked);
  if (!files) return picked;
  for (const resolution of kept) {
    const tree = await treeBy(context, picked, files, resolution);
    if (tree === undefined) continue;
    const { name, head, author, date } = resolution;
    const rangeDiff = await resolvedRangeDiff(context, wanted, { onto, tree });
    const used = { name, head, author, date, rangeDiff };
    const { places } = picked;
    return tree === onto ? { how: "empty", places, used } : { how: "resolved", tree, places, used };
  }
  return { ...picked, places: picked.places.map((place) => marked(place, files, kept)) };
}

function keptFor({ patch, resolutions }: Wanted): Named[] {
  return resolutions.flatMap(({ name, text, expired }) => {
    const resolution = parseResolution(text);
    return expired || "wrong" in resolution || resolution.patch !== patch.name
      ? []
      : [{ ...resolution, name }];
  });
}

async function treeBy(
  { db }: RebaseContext,
  picked: Conflict,
  files: readonly StuckFile[],
  { answers }: Resolution,
): Promise<string | undefined> {
  const from = picked.merged ?? picked.tree;
  const changes = new Map<string, Entry | undefined>();
  for (const file of files) {
    const fitting = answers.filter((answer) => fits(answer, file));
    if (!file.hunks.every((hunk) => fitting.some((answer) => answersTo(answer, hunk))))
      return undefined;
    const applied = applyHunks(
      file.text,
      fitting.flatMap(({ hunks }) => hunks),
    );
    const entry = await entryAt(db, from, file.path);
    if (!applied || !entry) return undefined;
    changes.set(file.path, { ...entry, id: writeText(db, applied.text) });
  }
  return treeWith(db, from, changes);
}

/** All that it answers is asked, and the lines that it was asked of are here. */
function fits(answer: Answer, { path, text, hunks }: StuckFile): boolean {
  const asked = new Set(hunks.map((hunk) => resolutionKey(hunk, answer)));
  return (
    answer.path === path &&
    answer.keys.every((key) => asked.has(key)) &&
    applyHunks(text, answer.hunks) !== undefined
  );
}

function answersTo(answer: Answer, hunk: Hunk): boolean {
  return answer.keys.includes(resolutionKey(hunk, answer));
}

function marked(place: HunkPlace, files: readonly StuckFile[], kept: readonly Named[]): HunkPlace {
  const file = files.find(({ path }) => path === place.path);
  const hunk = file?.hunks.find(({ header }) => header === place.header);
  const by = kept.find(({ answers }) =>
    answers.some((answer) => file && hunk && fits(answer, file) && answersTo(answer, hunk)),
  );
  return by ? { ...place, resolution: by.name } : place;
}
