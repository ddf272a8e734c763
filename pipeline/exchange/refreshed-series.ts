// A series as it stands on a newer head: the mails as they are, with the diffs of the rebased commits.

import { basename } from "node:path";
import type { PatchResult } from "../model/patch-result.ts";
import { readRange } from "./git-range.ts";
import { parseStored, renderMail, type StoredPatch } from "./stored-patch.ts";
import { readStoredSeries } from "./stored-series.ts";

export type RefreshedSeries = {
  /** File name in patches/<series>/ -> bytes as latin1 characters: patches and `series`. */
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
  { repository, from, patches }: Rebased,
): Promise<RefreshedSeries | undefined> {
  const applied = patches.filter(({ commit }) => commit !== undefined);
  const tip = applied.at(-1)?.commit;
  if (!tip || patches.some(isInTheWay) || patches.every(({ result }) => result === "clean"))
    return undefined;
  const { patches: raw } = await readRange(repository, `${from}..${tip}`);
  const stored = new Map((await readStoredSeries(dir)).patches.map((one) => [one.name, one]));
  const files = new Map<string, string>();
  for (const [at, { patch: name }] of applied.entries()) {
    const [old, fresh] = [stored.get(name), parseStored(name, raw[at]?.text ?? "")];
    if (!old || !fresh)
      throw new Error(`${basename(dir)}: ${name} is not the patch that was rebased`);
    files.set(name, renderMail(withDiff(old, fresh)));
  }
  files.set("series", applied.map(({ patch }) => `${patch}\n`).join(""));
  const removed = patches.filter(({ commit }) => commit === undefined).map(({ patch }) => patch);
  return { files, removed };
}

function isInTheWay({ result }: PatchResult): boolean {
  return ["conflict", "revisit", "blocked-by"].includes(result);
}

/** The diffstat among the notes is of the diff; words of the author's before it stay. */
function withDiff(old: StoredPatch, fresh: StoredPatch): StoredPatch {
  const words = old.notes.split(/^ \S.* \| +\d|^ \d+ files? changed/m)[0] ?? "";
  return { ...old, notes: words + fresh.notes, diff: fresh.diff };
}
