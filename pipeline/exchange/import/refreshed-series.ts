// A series as it stands on a newer head: the mails as they are, with the diffs of the rebased commits.

import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { PatchResult } from "../../model/patches/patch-result.ts";
import { readRange } from "./git-range.ts";
import { withBaseCommit } from "../stored/base-commit.ts";
import { parseStored, renderMail, type StoredPatch } from "../stored/stored-patch.ts";
import { readStoredSeries } from "./stored-series.ts";

export type RefreshedSeries = {
  /** File name in patches/<series>/ -> bytes as latin1 characters: patches, `series`, a series.yaml with a base-commit. */
  readonly files: ReadonlyMap<string, string>;
  /** Patches that the head has already. */
  readonly removed: readonly string[];
};

export type Rebased = {
  /** The bare repository, and the head's commit in it. */
  readonly repository: string;
  readonly from: string;
  readonly patches: readonly PatchResult[];
};

/** Undefined where a patch is in the way, or where every patch applies as it is written. Messages and notes stay. */
export async function refreshedSeries(
  dir: string,
  rebased: Rebased,
): Promise<RefreshedSeries | undefined> {
  const { patches } = rebased;
  const applied = patches.filter(({ commit }) => commit !== undefined);
  if (
    !applied.length ||
    patches.some(isInTheWay) ||
    patches.every(({ result }) => result === "clean")
  )
    return undefined;
  const refreshed = await rebasedPatches(dir, rebased);
  const files = new Map(refreshed.map((patch) => [patch.name, renderMail(patch)]));
  files.set("series", applied.map(({ patch }) => `${patch}\n`).join(""));
  const yaml = await readFile(join(dir, "series.yaml"), "latin1");
  const based = /^base-commit:/m.test(yaml) ? withBaseCommit(yaml, rebased.from) : undefined;
  if (based !== undefined) files.set("series.yaml", based);
  const removed = patches.filter(({ commit }) => commit === undefined).map(({ patch }) => patch);
  return { files, removed };
}

/** The patches that were applied, in order: each mail with the diff of its rebased commit. */
export async function rebasedPatches(
  dir: string,
  { repository, from, patches }: Rebased,
): Promise<StoredPatch[]> {
  const applied = patches.filter(({ commit }) => commit !== undefined);
  const tip = applied.at(-1)?.commit;
  if (!tip) return [];
  const { patches: raw } = await readRange(repository, `${from}..${tip}`);
  const stored = new Map((await readStoredSeries(dir)).patches.map((one) => [one.name, one]));
  return applied.map(({ patch: name }, at) => {
    const [old, fresh] = [stored.get(name), parseStored(name, raw[at]?.text ?? "")];
    if (!old || !fresh)
      throw new Error(`${basename(dir)}: ${name} is not the patch that was rebased`);
    return withDiff(old, fresh);
  });
}

function isInTheWay({ result }: PatchResult): boolean {
  return ["conflict", "revisit", "blocked-by"].includes(result);
}

/** The diffstat among the notes is of the diff; words of the author's before it stay. */
function withDiff(old: StoredPatch, fresh: StoredPatch): StoredPatch {
  const words = old.notes.split(/^ \S.* \| +\d|^ \d+ files? changed/m)[0] ?? "";
  return { ...old, notes: words + fresh.notes, diff: fresh.diff };
}
