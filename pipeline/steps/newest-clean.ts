// Where in a head's history a series applies as written.

import type { SourceTree } from "../model/described/head.ts";
import type { PatchFile } from "../model/described/series.ts";
import { pass } from "../model/judge/outcome.ts";
import type { CleanBase } from "../model/patches/clean-base.ts";
import type { StepKind } from "../model/work/step.ts";
import { Git } from "../tools/git.ts";
import { ObjectDatabase } from "../tools/object-database.ts";
import { headsFolder } from "./source/import-head.ts";

type Params = { series: string; patches: readonly PatchFile[] };
type Inputs = { head: SourceTree };

export const newestClean: StepKind<Params, Inputs, CleanBase> = {
  name: "newest-clean",
  version: 1,
  nature: "pure",
  pool: "io",
  async run({ kept, workDir }, { patches }, { head }) {
    const { newestClean: search } = await import("../rebase/newest-clean.ts");
    const git = new Git(kept(headsFolder));
    const context = { git, db: ObjectDatabase.of(git.dir), workDir };
    return pass(await search(context, head.commit, patches));
  },
};
