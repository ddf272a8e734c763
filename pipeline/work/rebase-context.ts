// The store's bare repository as ground for a command that rebases by itself.

import type { Ground } from "../rebase/ground.ts";
import { headsFolder } from "../steps/import-head.ts";
import { Git } from "../tools/git.ts";
import { ObjectDatabase } from "../tools/object-database.ts";
import type { Session } from "./session.ts";

export async function headsGround({ store }: Session): Promise<Ground> {
  const git = await Git.init(store.kept(headsFolder));
  return { git, db: ObjectDatabase.of(git.dir), workDir: await store.work() };
}
