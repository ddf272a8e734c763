// Makes targets of a kernel: of a head in the head's own folder, of anything else in a copy of that.

import type { KernelArchitecture } from "../../model/described/architecture.ts";
import type { SourceTree } from "../../model/described/head.ts";
import type { Toolchain } from "../../model/described/host.ts";
import type { KernelConfig } from "../../model/described/kernel.ts";
import type { StepContext } from "../../model/work/step.ts";
import { Git } from "../../tools/git.ts";
import { cpus } from "../../tools/host.ts";
import { ObjectDatabase } from "../../tools/object-database.ts";
import type { ObjectFolder } from "../../tools/object-folder.ts";
import type { ShellResult } from "../../tools/command.ts";
import { run } from "../../tools/shell.ts";
import { keptBuildFolder, kernelMake, toolsOf } from "./kernel-make.ts";
import { headsFolder } from "../source/import-head.ts";
import { knownObjects } from "./known-objects.ts";
import { mustHavePrograms } from "./must-have-programs.ts";
import { makeProgress } from "./make-progress.ts";
import { type Build, type HeadRecipe, headBuild, ownBuild } from "./own-build.ts";

export type KernelParams = { flavour: string; arch: KernelArchitecture; toolchain: Toolchain };

/** `head`, `headConfig`: what the kernel is built on. Those of the unpatched head are its own. */
export type KernelInputs = {
  source: SourceTree;
  config: KernelConfig;
  head: SourceTree;
  headConfig: KernelConfig;
};

export type MadeKernel = { readonly objects: ObjectFolder; readonly result: ShellResult };

/** `result`: of make, whatever it came to. */
export async function makeKernel(
  context: StepContext,
  params: KernelParams,
  inputs: KernelInputs,
): Promise<MadeKernel> {
  if (!isUnpatched(inputs)) return makeInCopy(context, params, inputs, [params.arch.target]);
  return headBuild(context, inputs.head, recipeOf(context, params, inputs));
}

/** Targets in a copy of the head's objects, for the head too: nothing of it stays. */
export async function makeInCopy(
  context: StepContext,
  params: KernelParams,
  inputs: KernelInputs,
  targets: readonly string[],
): Promise<MadeKernel> {
  const build = await ownBuild(context, inputs, recipeOf(context, params, inputs));
  return made(context, build, { arch: params.arch, config: inputs.config, targets });
}

/** By what it is: a series that changes nothing is built as the head. */
function isUnpatched({ source, config, head, headConfig }: KernelInputs): boolean {
  return source.tree === head.tree && config.config.digest === headConfig.config.digest;
}

function recipeOf(
  context: StepContext,
  params: KernelParams,
  { head, headConfig }: KernelInputs,
): HeadRecipe<MadeKernel> {
  const { flavour, arch, toolchain } = params;
  return {
    kept: keptBuildFolder(flavour, head.release),
    objects: "objects",
    by: { config: headConfig.config.digest, arch: arch.make, target: arch.target },
    tools: toolsOf(toolchain),
    shared: true,
    make: async (build) => {
      const targets = [arch.target];
      const whole = await madeWhole(context, build, {
        arch,
        config: headConfig,
        targets,
        tree: head,
      });
      mustHavePrograms(whole.result, "the unpatched head");
      return whole;
    },
  };
}

/** All objects are made, so that what is done can be told in parts of them. */
async function madeWhole(
  context: StepContext,
  build: Build,
  { tree, ...what }: Made & { tree: SourceTree },
): Promise<MadeKernel> {
  const db = ObjectDatabase.of(new Git(context.kept(headsFolder)).dir);
  const config = (await context.read(what.config.config)).toString();
  const known = await knownObjects(db, tree, { config, arch: what.arch.make });
  return made(context, build, { ...what, onOutput: makeProgress(context, known) });
}

type Made = {
  readonly arch: KernelArchitecture;
  readonly config: KernelConfig;
  readonly targets: readonly string[];
  readonly onOutput?: (piece: string) => void;
};

async function made(
  { read, signal }: StepContext,
  { objects, folders }: Build,
  { arch, config, targets, onOutput }: Made,
): Promise<MadeKernel> {
  await objects.write(".config", await read(config.config));
  const argv = kernelMake(folders, arch, targets, cpus());
  return { objects, result: await run(argv, { signal, ...(onOutput ? { onOutput } : {}) }) };
}
