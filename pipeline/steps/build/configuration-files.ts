// What of a tree decides its configuration, so that a changed line of C configures nothing again.

import type { SourceTree } from "../../model/described/head.ts";
import type { JsonObject } from "../../model/json.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { StepKind } from "../../model/work/step.ts";
import { Git } from "../../tools/git.ts";
import { headsFolder } from "../source/import-head.ts";

/** The head's whole tree, and of a series the files on it that count: git's raw lines, without what only a build reads. */
export type ConfigurationFiles = { readonly head: string; readonly changed: readonly string[] };

type Inputs = { source: SourceTree; head: SourceTree };

export const configurationFiles: StepKind<JsonObject, Inputs, ConfigurationFiles> = {
  name: "configuration-files",
  version: 1,
  nature: "pure",
  pool: "io",
  reads: ({ source, head }) => ({ tree: source.tree, head: head.tree }),
  async run(context, _, { source, head }) {
    const git = new Git(context.kept(headsFolder));
    const args = ["diff-tree", "-r", "-z", "--no-renames", head.tree, source.tree];
    const lines = (await git.mustCall({ args })).matchAll(/(:[^\0]*)\0([^\0]+)\0/g);
    const counting = [...lines].filter(([, , path = ""]) => !isOnlyBuilt(path));
    return pass({ head: head.tree, changed: counting.map(([, raw, path]) => `${raw} ${path}`) });
  },
};

/**
 * Sources and documents that neither Kconfig nor a makefile reads (Documentation/kbuild/kconfig-language.rst); those
 * below scripts/ are compiled or run to configure. In doubt a file counts.
 */
function isOnlyBuilt(path: string): boolean {
  return /\.(?:c|h|S|rst|txt)$/.test(path) && !path.startsWith("scripts/");
}
