// kernel-doc of the tree itself on touched files: what it complains of.

import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Complaint } from "../../model/described/compiled.ts";
import type { SourceTree } from "../../model/described/head.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { StepKind } from "../../model/work/step.ts";
import { complaintsIn } from "../../parse/compiler-log.ts";
import { checkTree, runScript } from "./check-tree.ts";
import { scriptFailed } from "./script-failed.ts";

type Params = { files: readonly string[] };
type Inputs = { source: SourceTree };

export type KernelDoc = {
  /** Those of the files that the tree has. */
  readonly files: readonly string[];
  readonly complaints: readonly Complaint[];
};

const script = "scripts/kernel-doc";

export const runKernelDoc: StepKind<Params, Inputs, KernelDoc> = {
  name: "run-kernel-doc",
  version: 1,
  nature: "pure",
  pool: "machine",
  reads: ({ source }) => source.tree,
  async run(context, { files }, { source }) {
    const tree = await checkTree(context, source);
    const there = files.filter((file) => existsSync(join(tree.source, file)));
    if (!there.length) return pass({ files: [], complaints: [] });
    // As make W=1 calls it (scripts/Makefile.build, cmd_checkdoc).
    const { exitCode, log } = await runScript(context, tree, [script, "-none", ...there]);
    const complaints = complaintsIn(log);
    if (exitCode !== 0 && !complaints.length) throw scriptFailed(script, exitCode, log);
    return pass({ files: there, complaints });
  },
};
