// What a command that rebases by itself works in: the store's bare repository.

import type { RebaseContext } from "../rebase/apply/rebase-context.ts";
import { headsFolder } from "../steps/source/import-head.ts";
import { Git } from "../tools/git.ts";
import { ObjectDatabase } from "../tools/object-database.ts";
import type { Session } from "./session.ts";

export async function rebaseContext({ store }: Session): Promise<RebaseContext> {
  const git = await Git.init(store.kept(headsFolder));
  return { git, db: ObjectDatabase.of(git.dir), workDir: await store.work() };
}
