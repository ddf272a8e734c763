// Commits that a series names, looked up among the ancestors of a head.

import type { SourceTree } from "../../model/described/head.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { StepKind } from "../../model/work/step.ts";
import { Git } from "../../tools/git.ts";
import { headsFolder } from "./import-head.ts";

type Params = { commits: readonly string[] };
type Inputs = { head: SourceTree };

export type FoundCommits = {
  /** An archive's one commit is no history. */
  readonly history: boolean;
  /** Without a subject where the head has no such commit. */
  readonly found: readonly { readonly commit: string; readonly subject?: string }[];
};

export const findCommits: StepKind<Params, Inputs, FoundCommits> = {
  name: "find-commits",
  version: 1,
  nature: "pure",
  pool: "io",
  async run({ kept }, { commits }, { head }) {
    const git = new Git(kept(headsFolder));
    const history = (await git.try({ args: ["rev-parse", "-q", "--verify", `${head.commit}^`] }))
      .ok;
    const found = await Promise.all(
      commits.map(async (commit) => lookedUp(git, commit, head.commit)),
    );
    return pass({ history, found });
  },
};

async function lookedUp(git: Git, commit: string, head: string) {
  const args = ["merge-base", "--is-ancestor", commit, head];
  if (!(await git.try({ args })).ok) return { commit };
  return { commit, subject: await git.must("log", "-1", "--format=%s", commit) };
}
