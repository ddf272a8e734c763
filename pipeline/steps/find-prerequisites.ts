// The commits that a head lacks so that a series applies to it.

import type { SourceTree } from "../model/described/head.ts";
import type { PatchFile } from "../model/described/series.ts";
import { pass } from "../model/judge/outcome.ts";
import type { Prerequisites } from "../model/patches/prerequisites.ts";
import type { StepKind } from "../model/work/step.ts";
import { Git } from "../tools/git.ts";
import { ObjectDatabase } from "../tools/object-database.ts";
import { headsFolder } from "./source/import-head.ts";

type Params = { series: string; patches: readonly PatchFile[] };
type Inputs = { head: SourceTree; writtenOn: SourceTree };

export const findPrerequisites: StepKind<Params, Inputs, Prerequisites> = {
  name: "find-prerequisites",
  version: 1,
  nature: "pure",
  pool: "io",
  async run({ kept, workDir }, { patches }, { head, writtenOn }) {
    const { prerequisites } = await import("../rebase/prerequisites.ts");
    const git = new Git(kept(headsFolder));
    const context = { git, db: ObjectDatabase.of(git.dir), workDir };
    const found = await prerequisites(context, { head, writtenOn, patches });
    context.db.flush();
    return pass(found);
  },
};
