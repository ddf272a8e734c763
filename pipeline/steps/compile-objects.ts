// The objects of touched files with one configuration, for what the compiler or a checker says of them.

import type { Architecture } from "../model/architecture.ts";
import type { Compiled } from "../model/compiled.ts";
import { pass } from "../model/outcome.ts";
import type { StepKind } from "../model/step.ts";
import { cpus } from "../tools/host.ts";
import { pasteable } from "../tools/shell.ts";
import { checkTree, plannedCheckFolders } from "./check-tree.ts";
import { compiledObjects, type TouchedInputs, touchedReads } from "./compiled-objects.ts";
import { kernelMake } from "./kernel-make.ts";

type Params = {
  /** Names the object folder: one for each configuration, so that little is made again. */
  folder: string;
  arch: Architecture;
  make: readonly string[];
  /** Versions of what runs. */
  tools: readonly string[];
};

export const compileObjects: StepKind<Params, TouchedInputs, Compiled> = {
  name: "compile-objects",
  version: 2,
  nature: "pure",
  lane: "machine",
  reads: touchedReads,
  commands: (context, { folder, arch, make }, { source, touched = [] }) => {
    const folders = plannedCheckFolders(context, source, folder);
    const targets = [...make, "-k", ...touched.map(({ object }) => object)];
    return [pasteable(kernelMake(folders, arch, targets, cpus()))];
  },
  async run(context, { folder, arch, make }, { source, config, touched }) {
    const build = await checkTree(context, source, folder);
    await build.configure(await context.read(config.config));
    return pass(await compiledObjects(context, build, touched, { arch, make }));
  },
};
