// The objects of touched files with one configuration, for what the compiler or a checker says of them.

import type { Compiled } from "../../model/described/compiled.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { StepKind } from "../../model/work/step.ts";
import { cpus } from "../../tools/host.ts";
import { pasteable } from "../../tools/shell.ts";
import { plannedCheckFolders, trialBuild, type TrialParams } from "./check-tree.ts";
import { compiledObjects, type TouchedInputs, touchedReads } from "./compiled-objects.ts";
import { kernelMake } from "../build/kernel-make.ts";

export const compileObjects: StepKind<TrialParams, TouchedInputs, Compiled> = {
  name: "compile-objects",
  // 3: nothing of what another series' build left.
  version: 3,
  nature: "pure",
  pool: "machine",
  reads: touchedReads,
  commands: (context, { arch, make, tools }, { head, touched = [] }) => {
    const folders = plannedCheckFolders(context, head, tools);
    const targets = [...make, "-k", ...touched.map(({ object }) => object)];
    return [pasteable(kernelMake(folders, arch, targets, cpus()))];
  },
  async run(context, params, inputs) {
    const build = await trialBuild(context, params, inputs);
    const config = await context.read(inputs.config.config);
    const { arch, make } = params;
    return pass(await compiledObjects(context, build, inputs.touched, { config, arch, make }));
  },
};
