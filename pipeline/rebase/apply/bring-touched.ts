// The files that patches touch, of one tree, where its history was fetched without them.

import { entryAt, isFolder } from "./tree.ts";
import type { RebaseContext, ReadPatch } from "./rebase-context.ts";
import { pathsOf } from "./head-files.ts";

/** In one request. */
export async function bringTouched(
  { db }: Pick<RebaseContext, "db">,
  tree: string,
  patches: readonly ReadPatch[],
): Promise<void> {
  if (!db.isPartial) return;
  const ids: string[] = [];
  for (const path of pathsOf(patches.flatMap(({ parsed }) => parsed.files))) {
    const entry = await entryAt(db, tree, path);
    if (entry && !isFolder(entry)) ids.push(entry.id);
  }
  await db.bring(ids);
}
