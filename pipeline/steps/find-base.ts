// The commit of a git head that a series was written on, by the blobs that its index lines name.

import type { SourceTree } from "../model/described/head.ts";
import { pass } from "../model/judge/outcome.ts";
import type { PatchFile } from "../model/described/series.ts";
import type { StepContext, StepKind } from "../model/work/step.ts";
import { Git } from "../tools/git.ts";
import { ObjectDatabase } from "../tools/object-database.ts";
import { commitAsHead } from "./source/commit-as-head.ts";
import { commitOutside } from "./source/commit-outside.ts";
import { headsFolder } from "./source/import-head.ts";

type Params = { series: string; patches: readonly PatchFile[] };
type Inputs = { head: SourceTree };

export const findBase: StepKind<Params, Inputs, SourceTree> = {
  name: "find-base",
  version: 1,
  nature: "pure",
  pool: "io",
  outside: commitOutside(headsFolder),
  run: async (context, { patches }, { head }) => pass(await baseByBlobs(context, patches, head)),
};

/** Where no commit has one of the blobs, the head as it stands is as good as any. */
export async function baseByBlobs(
  { kept, say }: Pick<StepContext, "kept" | "say">,
  patches: readonly PatchFile[],
  head: SourceTree,
): Promise<SourceTree> {
  const git = new Git(kept(headsFolder));
  const db = ObjectDatabase.of(git.dir);
  const { findBase: search } = await import("../rebase/find-base.ts");
  const found = await search({ git, db }, head.commit, patches);
  if (!found) {
    say(
      "no commit of the head has a file as its index lines name it: the head stands for its base",
    );
    return head;
  }
  const { commit, matched, of } = found;
  say(`written on ${commit.slice(0, 12)}: ${matched} of ${of} files as its index lines name them`);
  return commitAsHead(git, commit);
}
