// The commit that a series says it was written on: its `base-commit`.

import type { SourceTree } from "../model/described/head.ts";
import { pass } from "../model/judge/outcome.ts";
import type { PatchFile } from "../model/described/series.ts";
import type { StepKind } from "../model/work/step.ts";
import { Git } from "../tools/git.ts";
import { baseByBlobs } from "./find-base.ts";
import { commitAsHead } from "./source/commit-as-head.ts";
import { headsFolder } from "./source/import-head.ts";

type Params = { series: string; commit: string; patches: readonly PatchFile[] };
type Inputs = { head: SourceTree };

/** Looked at in every run: an author's own commit is nowhere today, and may be in another head tomorrow. */
export const knownBase: StepKind<Params, Inputs, SourceTree> = {
  name: "known-base",
  version: 1,
  nature: "observation",
  pool: "io",
  async run(context, { commit, patches }, { head }) {
    const git = new Git(context.kept(headsFolder));
    if (await git.has(`${commit}^{commit}`)) return pass(await commitAsHead(git, commit));
    context.say(`base-commit ${commit.slice(0, 12)} is in no head here`);
    return pass(await baseByBlobs(context, patches, head));
  },
};
