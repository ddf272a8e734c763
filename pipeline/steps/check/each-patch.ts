// A script of the tree itself, patch by patch.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SourceTree } from "../../model/described/head.ts";
import type { PatchFile } from "../../model/described/series.ts";
import type { StepContext } from "../../model/work/step.ts";
import type { KeptBuild } from "../../tools/kept-build.ts";
import { checkTree } from "./check-tree.ts";
import { inScratch } from "../build/kernel-make.ts";

/** `look` is given the patch and its file as the sandbox sees it. */
export async function eachPatch<T>(
  context: StepContext,
  source: SourceTree,
  patches: readonly PatchFile[],
  look: (tree: Pick<KeptBuild, "source">, file: string, patch: PatchFile) => Promise<T>,
): Promise<T[]> {
  const tree = await checkTree(context, source);
  const seen: T[] = [];
  for (const patch of patches) {
    await writeFile(join(context.workDir, "a.patch"), patch.text, "latin1");
    seen.push(await look(tree, inScratch("a.patch"), patch));
  }
  return seen;
}
