// get_maintainer.pl of the tree itself: whom MAINTAINERS names for each patch.

import type { SourceTree } from "../../model/described/head.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { PatchFile } from "../../model/described/series.ts";
import type { StepContext, StepKind } from "../../model/work/step.ts";
import { type Maintainer, maintainersIn } from "../../parse/mail/maintainer-lines.ts";
import type { KeptBuild } from "../../tools/kept-build.ts";
import { runScript } from "./check-tree.ts";
import { eachPatch } from "./each-patch.ts";
import { scriptFailed } from "./script-failed.ts";

type Params = { patches: readonly PatchFile[] };
type Inputs = { source: SourceTree };

/** By patch. */
export type Maintainers = readonly (readonly Maintainer[])[];

export const findMaintainers: StepKind<Params, Inputs, Maintainers> = {
  name: "find-maintainers",
  version: 2,
  nature: "pure",
  pool: "machine",
  reads: ({ source }) => source.tree,
  async run(context, { patches }, { source }) {
    return pass(
      await eachPatch(context, source, patches, (tree, file) => namedFor(context, tree, [file])),
    );
  },
};

const script = "scripts/get_maintainer.pl";

/** Of a patch, or of a path of the tree behind `-f`. Without git: who once touched a line is no maintainer. */
export async function namedFor(
  context: StepContext,
  tree: Pick<KeptBuild, "source">,
  of: readonly string[],
): Promise<Maintainer[]> {
  const argv = ["perl", script, "--nogit", "--nogit-fallback", ...of];
  const { exitCode, stdout, log } = await runScript(context, tree, argv);
  if (exitCode !== 0) throw scriptFailed(script, exitCode, log);
  return maintainersIn(stdout);
}
