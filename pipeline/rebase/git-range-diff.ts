// git-range-diff(1) over commits that were written in memory.

import type { Ground } from "./ground.ts";

/** Of two ranges; nothing is taken for another patch only because much of it changed. */
export async function gitRangeDiff(
  { git, db }: Pick<Ground, "git" | "db">,
  old: string,
  fresh: string,
): Promise<string[]> {
  db.flush();
  const args = ["range-diff", "--no-color", "--no-dual-color", "--creation-factor=95", old, fresh];
  const lines = (await git.mustCall({ args })).split("\n");
  return lines.map((line) => line.trimEnd()).filter(Boolean);
}
