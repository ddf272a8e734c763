// A commit of the bare repository, whatever head it is of.

import { InfraError } from "../../model/errors.ts";
import type { SourceTree } from "../../model/described/head.ts";
import { kernelRelease } from "../../parse/source/makefile.ts";
import type { Git } from "../../tools/git.ts";
import { ObjectDatabase } from "../../tools/object-database.ts";

export async function commitAsHead(git: Git, name: string): Promise<SourceTree> {
  const commit = await git.must("rev-parse", `${name}^{commit}`);
  const tree = await git.must("rev-parse", `${commit}^{tree}`);
  const makefile = await ObjectDatabase.of(git.dir).file(tree, "Makefile");
  if (!makefile) throw new InfraError(`${name} has no Makefile`, "is it a tree of the kernel?");
  return { commit, tree, release: kernelRelease(makefile.toString()) };
}
