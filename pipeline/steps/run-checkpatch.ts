// checkpatch.pl --strict of the tree itself, patch by patch.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SourceTree } from "../model/head.ts";
import { pass } from "../model/outcome.ts";
import type { PatchFile } from "../model/series.ts";
import type { StepContext, StepKind } from "../model/step.ts";
import type { KeptBuild } from "../tools/kept-build.ts";
import { checkTree, runScript } from "./check-tree.ts";
import { inScratch } from "./kernel-make.ts";
import { scriptFailed } from "./script-failed.ts";

type Params = { patches: readonly PatchFile[] };
type Inputs = { source: SourceTree };

/** Lines of checkpatch, a patch each: `drivers/x.c:7: WARNING:TYPE: message`. */
export type Checkpatch = readonly (readonly string[])[];

export const runCheckpatch: StepKind<Params, Inputs, Checkpatch> = {
  name: "run-checkpatch",
  version: 1,
  nature: "pure",
  lane: "machine",
  reads: ({ source }) => source.tree,
  async run(context, { patches }, { source }) {
    const tree = await checkTree(context, source);
    const found: string[][] = [];
    for (const patch of patches) found.push(await complaints(context, tree, patch));
    return pass(found);
  },
};

const script = "scripts/checkpatch.pl";

async function complaints(
  context: StepContext,
  tree: KeptBuild,
  { text }: PatchFile,
): Promise<string[]> {
  await writeFile(join(context.workDir, "a.patch"), text, "latin1");
  const options = ["--strict", "--terse", "--show-types", "--showfile", "--no-summary"];
  const argv = ["perl", script, ...options, inScratch("a.patch")];
  const { exitCode, stdout, log } = await runScript(context, tree, argv);
  const lines = stdout.split("\n").filter((line) => /\b(?:ERROR|WARNING|CHECK):/.test(line));
  // 1: it found something. Perl's own errors are other numbers, and silence is no proof.
  if (exitCode > 1 || (exitCode === 1 && !lines.length)) throw scriptFailed(script, exitCode, log);
  return lines.map((line) => line.replace(/^\S*a\.patch:/, ""));
}
