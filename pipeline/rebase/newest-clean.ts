// The newest commit of a head on which a whole series applies as written, and the commit that broke it.

import type { PatchFile } from "../model/described/series.ts";
import type { CleanBase } from "../model/patches/clean-base.ts";
import { bringTouched } from "./apply/bring-touched.ts";
import { pathsOf } from "./apply/head-files.ts";
import { applyPatch } from "./apply/apply-patch.ts";
import { commitTree } from "./apply/commit-tree.ts";
import type { RebaseContext, ReadPatch } from "./apply/rebase-context.ts";
import { namedCommit } from "./named-commit.ts";
import { readPatch } from "./pick/read-patch.ts";
import { touching, type Touched } from "./touching-commits.ts";

/** The number of commits to try; a series further behind has to be rewritten. */
const most = 2000;

/**
 * Along the first parents, newest first. Only commits that touch a file of the series can change the answer, so no
 * other is tried, and none is left out: a series may be broken and apply again. In memory, no work tree.
 */
export async function newestClean(
  context: RebaseContext,
  head: string,
  series: readonly PatchFile[],
): Promise<CleanBase> {
  const patches = series.map(readPatch);
  const paths = pathsOf(patches.flatMap(({ parsed }) => parsed.files));
  await bringTouched(context, await commitTree(context.db, head), patches);
  let stop = await inTheWay(context, head, patches);
  let tried = 1;
  if (!stop) return { clean: await namedCommit(context.git, head), tried };
  for await (const { commit, parents } of withFiles(context, head, paths)) {
    const [parent] = parents;
    if (parent === undefined || tried >= most) break;
    const below = await inTheWay(context, parent, patches);
    tried += 1;
    if (!below) {
      const broke = { ...(await namedCommit(context.git, commit)), ...stop };
      return { clean: await namedCommit(context.git, parent), broke, tried };
    }
    stop = below;
  }
  return { tried };
}

/** With the files as they were before each, brought for ever more commits at once: the answer is mostly near. */
async function* withFiles(
  context: RebaseContext,
  head: string,
  paths: ReadonlySet<string>,
): AsyncGenerator<Touched> {
  let [some, size]: [Touched[], number] = [[], 1];
  const brought = async (): Promise<Touched[]> => {
    const ids = some.flatMap(({ changes }) => changes.flatMap(({ before }) => before ?? []));
    await context.db.bring(ids);
    return some;
  };
  for (const touched of await touching(context, head, paths, "first-parents")) {
    some.push(touched);
    if (some.length < size) continue;
    yield* await brought();
    [some, size] = [[], context.db.isPartial ? Math.min(2 * size, mostAtOnce) : 1];
  }
  yield* await brought();
}

const mostAtOnce = 256;

type InTheWay = { readonly patch: string; readonly isThere: boolean };

/** The first patch that does not apply; undefined where all do. */
async function inTheWay(
  context: RebaseContext,
  commit: string,
  patches: readonly ReadPatch[],
): Promise<InTheWay | undefined> {
  let tree = await commitTree(context.db, commit);
  for (const patch of patches) {
    const applied = await applyPatch(context, tree, patch);
    if (!applied || applied.tree === tree) return { patch: patch.name, isThere: Boolean(applied) };
    ({ tree } = applied);
  }
  return undefined;
}
