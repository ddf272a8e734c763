// A commit in words.

import type { NamedCommit } from "../model/patches/clean-base.ts";
import type { Git } from "../tools/git.ts";

export async function namedCommit(git: Git, commit: string): Promise<NamedCommit> {
  const described = await git.must("describe", "--always", "--abbrev=12", commit);
  return { commit, described, subject: await git.must("log", "-1", "--format=%s", commit) };
}
