// A patch as a commit.

import type { RebaseContext, ReadPatch } from "../apply/rebase-context.ts";
import { patchMail } from "./patch-mail.ts";

/** The commit that git am would make; its committer is its author, so that equal input gives equal ids. */
export async function commitOf(
  context: RebaseContext,
  patch: ReadPatch,
  { tree, parent }: { tree: string; parent?: string },
): Promise<string> {
  const { author, message } = await patchMail(context, patch);
  const parents = parent === undefined ? "" : `parent ${parent}\n`;
  const header = `tree ${tree}\n${parents}author ${author}\ncommitter ${author}\n`;
  return context.db.write("commit", Buffer.from(`${header}\n${message}`, "latin1"));
}
