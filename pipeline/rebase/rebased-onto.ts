// Every patch of a series onto one head, in order, to the end.

import type { SourceTree } from "../model/head.ts";
import type { PatchResult } from "../model/patch-result.ts";
import type { PatchFile, RebasedSeries } from "../model/series.ts";
import { UserError } from "../model/errors.ts";
import { parsePatch } from "../parse/patch.ts";
import { Authored } from "./authored.ts";
import { conflictOf } from "./conflict-of.ts";
import type { Ground, ReadPatch } from "./ground.ts";
import { LeftOut } from "./left-out.ts";
import { patchMail } from "./patch-mail.ts";
import { type Picked, pickPatch } from "./pick-patch.ts";

export type Series = {
  readonly patches: readonly PatchFile[];
  readonly head: SourceTree;
  readonly writtenOn: SourceTree;
};

/** The commit and the tree are those before the first conflict; the results behind it are of the remainder. */
export async function rebasedOnto(ground: Ground, series: Series): Promise<RebasedSeries> {
  const { head, writtenOn } = series;
  const patches = series.patches.map(readPatch);
  const authored = new Authored(ground, writtenOn.tree, patches);
  const leftOut = new LeftOut(ground, authored, patches);
  const results: PatchResult[] = [];
  let { commit, tree } = head;
  let remainder = tree;
  for (const [at, patch] of patches.entries()) {
    const picked = await pickPatch(ground, remainder, { authored, patch, at });
    const blockedBy =
      picked.how === "conflict" ? await leftOut.blockerOf(at, picked.places) : undefined;
    leftOut.note(at, picked);
    const sound = leftOut.isEmpty;
    if ("tree" in picked) remainder = picked.tree;
    if (sound && "tree" in picked) {
      tree = picked.tree;
      commit = await commitOf(ground, patch, { tree, parent: commit });
    }
    const result = resultOf(patch, picked, blockedBy);
    results.push(sound && "tree" in picked ? { ...result, commit } : result);
  }
  return { commit, tree, release: head.release, patches: results };
}

function readPatch(patch: PatchFile): ReadPatch {
  const parsed = parsePatch(patch.text);
  if (parsed) return { ...patch, parsed };
  throw new UserError(`${patch.name} is no patch`, "make it with: git format-patch");
}

/** The commit that git am would make; its committer is its author, so that equal input gives equal ids. */
async function commitOf(
  ground: Ground,
  patch: ReadPatch,
  { tree, parent }: { tree: string; parent: string },
): Promise<string> {
  const { author, message } = await patchMail(ground, patch);
  const header = `tree ${tree}\nparent ${parent}\nauthor ${author}\ncommitter ${author}\n`;
  return ground.db.write("commit", Buffer.from(`${header}\n${message}`, "latin1"));
}

function resultOf(patch: ReadPatch, picked: Picked, blockedBy?: string): PatchResult {
  const named = { patch: patch.name, subject: patch.parsed.subject };
  switch (picked.how) {
    case "applied":
      return picked.drift
        ? { ...named, result: "drifted", drift: picked.drift }
        : { ...named, result: "clean" };
    case "empty":
      return { ...named, result: "empty", hunks: picked.places };
    case "merged": {
      const landed = picked.places.some(({ state }) => state === "landed");
      return { ...named, result: landed ? "partly-upstream" : "merged", hunks: picked.places };
    }
    case "conflict": {
      const hunks = picked.places;
      if (blockedBy !== undefined) return { ...named, result: "blocked-by", blockedBy, hunks };
      return { ...named, result: "conflict", hunks, conflicts: conflictOf(picked) };
    }
  }
}
