// The tree of a commit.

import type { ObjectDatabase } from "../../tools/object-database.ts";

export async function commitTree(db: ObjectDatabase, commit: string): Promise<string> {
  const read = await db.read(commit);
  const tree = /^tree ([0-9a-f]{40})$/m.exec(read?.content.toString("latin1") ?? "")?.[1];
  if (!tree) throw new Error(`${commit} is no commit of the repository`);
  return tree;
}
