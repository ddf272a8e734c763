// git-range-diff(1) over commits that were written in memory.

import type { RebaseContext } from "../apply/rebase-context.ts";
import { emptyTree } from "../apply/tree.ts";

/** The commits behind `from` up to `to`. */
export type Commits = { readonly from: string; readonly to: string };

/** Nothing is taken for another patch only because much of it changed. */
export async function gitRangeDiff(
  { git, db }: Pick<RebaseContext, "git" | "db">,
  old: Commits,
  fresh: Commits,
): Promise<string[]> {
  if ([old, fresh].every(({ from, to }) => from === to)) return [];
  const ranges = [rangeOf(db, old), rangeOf(db, fresh)];
  db.flush();
  const args = ["range-diff", "--no-color", "--no-dual-color", "--creation-factor=95", ...ranges];
  const lines = (await git.mustCall({ args })).split("\n");
  return lines.map((line) => line.trimEnd()).filter(Boolean);
}

/** git takes `A..A` for no range; one that ends before it begins is, and is empty. */
function rangeOf(db: RebaseContext["db"], { from, to }: Commits): string {
  if (from !== to) return `${from}..${to}`;
  const who = "twinboot <twinboot@localhost> 0 +0000";
  const text = `tree ${emptyTree}\nparent ${to}\nauthor ${who}\ncommitter ${who}\n\nbehind\n`;
  return `${db.write("commit", Buffer.from(text))}..${to}`;
}
