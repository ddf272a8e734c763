// A hypervisor's source -> one commit beside the heads, as an archive becomes one: what its series are rebased onto.

import { digestOfValue } from "../../model/digest.ts";
import type { SourceTree } from "../../model/described/head.ts";
import type { BuildableHypervisor, SourcePin } from "../../model/described/hypervisor.ts";
import { InfraError } from "../../model/errors.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { NoInputs, StepKind } from "../../model/work/step.ts";
import { xenRelease } from "../../parse/source/makefile.ts";
import { importArchive } from "../../tools/archive.ts";
import { Git } from "../../tools/git.ts";
import { ObjectDatabase } from "../../tools/object-database.ts";
import { commitOutside } from "./commit-outside.ts";
import { sourceArchive } from "./hypervisor-source.ts";
import { headsFolder } from "./import-head.ts";

type Params = { hypervisor: Pick<BuildableHypervisor, "hypervisor" | "source">; pin: SourcePin };

/** Without what came before it, wherever it is from: of a hypervisor a series is dropped only where nothing of it is left. */
export const importHypervisor: StepKind<Params, NoInputs, SourceTree> = {
  name: "import-hypervisor",
  version: 1,
  nature: "pure",
  pool: "io",
  outside: commitOutside(headsFolder),
  async run(context, { hypervisor, pin }) {
    const archive = await sourceArchive(context, hypervisor, pin);
    const git = await Git.init(context.kept(headsFolder));
    const { hypervisor: name } = hypervisor;
    const ref = `refs/twinboot/hypervisor/${digestOfValue(pin)}`;
    await importArchive(git.dir, archive, { ref, message: `${name}\n`, date: 0 });
    const commit = await git.must("rev-parse", `${ref}^{commit}`);
    const tree = await git.must("rev-parse", `${commit}^{tree}`);
    const makefile = await ObjectDatabase.of(git.dir).file(tree, "xen/Makefile");
    if (!makefile)
      throw new InfraError(
        `the source of ${name} has no xen/Makefile`,
        `correct source in hypervisor/${name}/hypervisor.yaml`,
      );
    return pass({ commit, tree, release: xenRelease(makefile.toString()) });
  },
};
