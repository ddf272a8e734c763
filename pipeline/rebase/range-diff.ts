// Two versions of a series against each other, both on one base: what upstream did in between is not in it.

import type { SourceTree } from "../model/head.ts";
import type { PatchFile, ResolutionFile } from "../model/series.ts";
import { Authored } from "./authored.ts";
import { commitOf } from "./commit-of.ts";
import { gitRangeDiff } from "./git-range-diff.ts";
import type { Ground } from "./ground.ts";
import { pickPatch } from "./pick-patch.ts";
import { readPatch } from "./read-patch.ts";
import { resolvedBy } from "./resolved-by.ts";

export type Version = {
  readonly patches: readonly PatchFile[];
  readonly resolutions: readonly ResolutionFile[];
  /** The tree its author had. */
  readonly writtenOn: SourceTree;
};

/** `base`: where both are replayed. What git-range-diff(1) prints, and a line for each patch that is not in it. */
export async function rangeDiff(
  ground: Ground,
  { base, old, fresh }: { base: SourceTree; old: Version; fresh: Version },
): Promise<string[]> {
  const before = await replayed(ground, base, old);
  const after = await replayed(ground, base, fresh);
  const { commit: from } = base;
  return [
    ...(await gitRangeDiff(ground, { from, to: before.tip }, { from, to: after.tip })),
    ...before.missing.map((line) => `old version: ${line}`),
    ...after.missing.map((line) => `new version: ${line}`),
  ];
}

/** The patches that apply, as commits; of one that does not, nothing: half a patch compares with nothing. */
async function replayed(ground: Ground, base: SourceTree, version: Version) {
  const patches = version.patches.map(readPatch);
  const authored = new Authored(ground, version.writtenOn.tree, patches);
  const missing: string[] = [];
  let { commit, tree } = base;
  for (const [at, patch] of patches.entries()) {
    const wanted = { authored, patch, at, resolutions: version.resolutions };
    const picked = await resolvedBy(ground, tree, wanted, await pickPatch(ground, tree, wanted));
    if (picked.how === "conflict") missing.push(`${patch.name} cannot be replayed on this base`);
    else if (picked.how === "empty") missing.push(`${patch.name} is in this base already`);
    else {
      ({ tree } = picked);
      commit = await commitOf(ground, patch, { tree, parent: commit });
    }
  }
  return { tip: commit, missing };
}
