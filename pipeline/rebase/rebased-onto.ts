// Every patch of a series onto one head, in order, to the end.

import type { SourceTree } from "../model/head.ts";
import type { PatchResult } from "../model/patch-result.ts";
import type { PatchFile, RebasedSeries } from "../model/series.ts";
import { UserError } from "../model/errors.ts";
import { parsePatch } from "../parse/patch.ts";
import { Authored } from "./authored.ts";
import type { Ground, ReadPatch } from "./ground.ts";
import { LeftOut } from "./left-out.ts";
import { patchMail } from "./patch-mail.ts";
import { type Picked, pickPatch } from "./pick-patch.ts";
import { reasonsFor } from "./reasons.ts";
import { UpstreamLookup } from "./upstream-lookup.ts";
import { type Fared, verdictOfPick } from "./verdict-of-pick.ts";

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
  const upstream = new UpstreamLookup(ground, { base: writtenOn, head, patches });
  const results: PatchResult[] = [];
  let { commit, tree } = head;
  let remainder = tree;
  for (const [at, patch] of patches.entries()) {
    const picked = await pickPatch(ground, remainder, { authored, patch, at });
    const evidence = picked.how === "applied" ? [] : await upstream.of(patch);
    const fared = verdictOfPick(picked, evidence);
    const here = { ground, series, authored, patch, at, onto: remainder };
    const why = await reasonsFor(here, picked, fared, leftOut);
    const named = { patch: patch.name, subject: patch.parsed.subject };
    if (isInTheWay(fared)) leftOut.note(at, fared.hunks ?? []);
    const kept = keptTree(picked, fared);
    if (kept !== undefined) remainder = kept;
    if (kept !== undefined && leftOut.isEmpty) {
      tree = kept;
      commit = await commitOf(ground, patch, { tree, parent: commit });
      results.push({ ...named, ...fared, ...why, commit });
    } else results.push({ ...named, ...fared, ...why });
  }
  return { commit, tree, release: head.release, patches: results };
}

function isInTheWay({ result }: Fared): boolean {
  return result === "conflict" || result === "revisit";
}

/** What later patches are tried on; undefined where this one has changed nothing. */
function keptTree(picked: Picked, fared: Fared): string | undefined {
  const dropped =
    picked.how === "empty" || fared.result === "upstream" || fared.result === "revisit";
  return dropped ? undefined : picked.tree;
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
