// A patch as its author wrote it against the same patch as a resolution made it.

import { applyPatch } from "./apply-patch.ts";
import type { Authored } from "./authored.ts";
import { commitOf } from "./commit-of.ts";
import { type Commits, gitRangeDiff } from "./git-range-diff.ts";
import type { Ground, ReadPatch } from "./ground.ts";

type Wanted = { readonly authored: Authored; readonly patch: ReadPatch; readonly at: number };
type Change = { readonly onto: string; readonly tree: string };

export async function resolvedRangeDiff(
  ground: Ground,
  { authored, patch, at }: Wanted,
  resolved: Change,
): Promise<string[]> {
  const onto = await authored.before(at);
  const written = await applyPatch(ground, onto, patch);
  const lines = await gitRangeDiff(
    ground,
    await rangeOf(ground, patch, { onto, tree: written?.tree ?? onto }),
    await rangeOf(ground, patch, resolved),
  );
  if (written) return lines;
  return [`${patch.name} does not apply to the base of its series: shown as if new`, ...lines];
}

async function rangeOf(ground: Ground, patch: ReadPatch, { onto, tree }: Change): Promise<Commits> {
  const from = await commitOf(ground, patch, { tree: onto });
  // A side that changes nothing has no commit: an empty one would be compared too.
  const to = tree === onto ? from : await commitOf(ground, patch, { tree, parent: from });
  return { from, to };
}
