// A patch as a commit.

import type { Ground, ReadPatch } from "./ground.ts";
import { patchMail } from "./patch-mail.ts";

/** The commit that git am would make; its committer is its author, so that equal input gives equal ids. */
export async function commitOf(
  ground: Ground,
  patch: ReadPatch,
  { tree, parent }: { tree: string; parent?: string },
): Promise<string> {
  const { author, message } = await patchMail(ground, patch);
  const parents = parent === undefined ? "" : `parent ${parent}\n`;
  const header = `tree ${tree}\n${parents}author ${author}\ncommitter ${author}\n`;
  return ground.db.write("commit", Buffer.from(`${header}\n${message}`, "latin1"));
}
