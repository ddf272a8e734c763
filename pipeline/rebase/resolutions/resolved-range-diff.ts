// A patch as its author wrote it against the same patch as a resolution made it.

import { applyPatch } from "../apply/apply-patch.ts";
import type { AuthorTrees } from "../pick/author-trees.ts";
import { commitOf } from "../pick/commit-of.ts";
import { type Commits, gitRangeDiff } from "../pick/git-range-diff.ts";
import type { RebaseContext, ReadPatch } from "../apply/rebase-context.ts";

type Wanted = { readonly authored: AuthorTrees; readonly patch: ReadPatch; readonly at: number };
type Change = { readonly onto: string; readonly tree: string };

export async function resolvedRangeDiff(
  context: RebaseContext,
  { authored, patch, at }: Wanted,
  resolved: Change,
): Promise<string[]> {
  const onto = await authored.before(at);
  const written = await applyPatch(context, onto, patch);
  const lines = await gitRangeDiff(
    context,
    await rangeOf(context, patch, { onto, tree: written?.tree ?? onto }),
    await rangeOf(context, patch, resolved),
  );
  if (written) return lines;
  return [`${patch.name} does not apply to the base of its series: shown as if new`, ...lines];
}

async function rangeOf(
  context: RebaseContext,
  patch: ReadPatch,
  { onto, tree }: Change,
): Promise<Commits> {
  const from = await commitOf(context, patch, { tree: onto });
  // A side that changes nothing has no commit: an empty one would be compared too.
  const to = tree === onto ? from : await commitOf(context, patch, { tree, parent: from });
  return { from, to };
}
