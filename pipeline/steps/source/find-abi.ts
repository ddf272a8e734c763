// Names of files in sysfs -> those that Documentation/ABI of a tree describes.

import type { SourceTree } from "../../model/described/head.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { StepKind } from "../../model/work/step.ts";
import { bringFiles } from "../../tools/bring-files.ts";
import { Git } from "../../tools/git.ts";
import { headsFolder } from "./import-head.ts";

type Params = { names: readonly string[] };
type Inputs = { source: SourceTree };

export const findAbi: StepKind<Params, Inputs, readonly string[]> = {
  name: "find-abi",
  version: 1,
  nature: "pure",
  pool: "io",
  reads: ({ source }) => source.tree,
  async run({ kept }, { names }, { source }) {
    const git = new Git(kept(headsFolder));
    const found: string[] = [];
    await bringFiles(git, source.tree, (path) => path.startsWith("Documentation/ABI/"));
    for (const name of names) {
      const pattern = `^(What:)?[[:space:]]+.*/${name}[[:space:]]*$`;
      const args = ["grep", "-qE", pattern, source.tree, "--", "Documentation/ABI"];
      if ((await git.try({ args })).ok) found.push(name);
    }
    return pass(found);
  },
};
