// Two versions of a series against each other, both on one base: what upstream did in between is not in it.

import type { SourceTree } from "../model/described/head.ts";
import type { PatchFile, ResolutionFile } from "../model/described/series.ts";
import { AuthorTrees } from "./pick/author-trees.ts";
import { commitOf } from "./pick/commit-of.ts";
import { gitRangeDiff } from "./pick/git-range-diff.ts";
import type { RebaseContext } from "./apply/rebase-context.ts";
import { pickPatch } from "./pick/pick-patch.ts";
import { readPatch } from "./pick/read-patch.ts";
import { resolvedBy } from "./resolutions/resolved-by.ts";

export type Version = {
  readonly patches: readonly PatchFile[];
  readonly resolutions: readonly ResolutionFile[];
  /** The tree its author had. */
  readonly writtenOn: SourceTree;
};

/** `base`: where both are replayed. What git-range-diff(1) prints, and a line for each patch that is not in it. */
export async function rangeDiff(
  context: RebaseContext,
  { base, old, fresh }: { base: SourceTree; old: Version; fresh: Version },
): Promise<string[]> {
  const before = await replayed(context, base, old);
  const after = await replayed(context, base, fresh);
  const { commit: from } = base;
  return [
    ...(await gitRangeDiff(context, { from, to: before.tip }, { from, to: after.tip })),
    ...before.missing.map((line) => `old version: ${line}`),
    ...after.missing.map((line) => `new version: ${line}`),
  ];
}

/** The patches that apply, as commits; of one that does not, nothing: half a patch compares with nothing. */
async function replayed(context: RebaseContext, base: SourceTree, version: Version) {
  const patches = version.patches.map(readPatch);
  const authored = new AuthorTrees(context, version.writtenOn.tree, patches);
  const missing: string[] = [];
  let { commit, tree } = base;
  for (const [at, patch] of patches.entries()) {
    const wanted = { authored, patch, at, resolutions: version.resolutions };
    const picked = await resolvedBy(context, tree, wanted, await pickPatch(context, tree, wanted));
    if (picked.how === "conflict") missing.push(`${patch.name} cannot be replayed on this base`);
    else if (picked.how === "empty") missing.push(`${patch.name} is in this base already`);
    else {
      ({ tree } = picked);
      commit = await commitOf(context, patch, { tree, parent: commit });
    }
  }
  return { tip: commit, missing };
}
