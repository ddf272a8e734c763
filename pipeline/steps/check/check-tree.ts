// The tree that checkers and trial builds look at: one kept source folder for a kernel version, an object folder for each use.

import type { KernelArchitecture } from "../../model/described/architecture.ts";
import { Offence } from "../../model/errors.ts";
import type { SourceTree } from "../../model/described/head.ts";
import type { KernelConfig } from "../../model/described/kernel.ts";
import type { CommandContext, StepContext } from "../../model/work/step.ts";
import { Git } from "../../tools/git.ts";
import { cpus } from "../../tools/host.ts";
import { KeptBuild } from "../../tools/kept-build.ts";
import { sandboxed } from "../../tools/sandbox.ts";
import type { ShellResult } from "../../tools/command.ts";
import { run } from "../../tools/shell.ts";
import { headsFolder } from "../source/import-head.ts";
import { type KernelFolders, kernelMake, plannedFolders } from "../build/kernel-make.ts";
import { type Build, ownBuild } from "../build/own-build.ts";

/** Sources alone. Steps that use them are of the pool `machine`: the folder holds one tree at a time. */
export async function checkTree(
  { kept }: Pick<StepContext, "kept">,
  { release, tree }: SourceTree,
): Promise<Pick<KeptBuild, "source">> {
  const build = new KeptBuild(kept(folderFor(release)));
  await build.moveTo(new Git(kept(headsFolder)), tree);
  return build;
}

/** What a trial build is begun with: the head's tools, headers and configuration. */
export type TrialParams = {
  /** Names the object folder. */
  folder: string;
  arch: KernelArchitecture;
  /** What make is told beside the targets: `W=1`, `LLVM=1`. */
  make: readonly string[];
  /** Versions of what runs. */
  tools: readonly string[];
};

export type TrialInputs = { source: SourceTree; head: SourceTree; headConfig: KernelConfig };

export async function trialBuild(
  context: StepContext,
  { folder, arch, make, tools }: TrialParams,
  inputs: TrialInputs,
): Promise<Build> {
  const { head, headConfig } = inputs;
  // Of its arguments those that name the compiler: what else is asked for is asked of the touched objects alone.
  const compiler = make.filter((one) => /^(?:LLVM|CC|HOSTCC)=/.test(one));
  const targets = [...compiler, "olddefconfig", "prepare"];
  return ownBuild(context, inputs, {
    kept: folderFor(head.release),
    objects: folder,
    by: { config: headConfig.config.digest, arch: arch.make, targets },
    tools,
    make: async ({ objects, folders }) => {
      await objects.write(".config", await context.read(headConfig.config));
      await run(kernelMake(folders, arch, targets, cpus()), { signal: context.signal });
    },
  });
}

export function folderFor(release: string): string {
  return `check-${release.split(".").slice(0, 2).join(".")}`;
}

/** The folders as a dry run names them. */
export function plannedCheckFolders(
  context: CommandContext,
  head: SourceTree | undefined,
  tools: readonly string[],
): KernelFolders {
  return plannedFolders(context, folderFor(head?.release ?? "<release>"), tools);
}

/** A script of the tree is code of the series: it sees the tree and this step's own folder, and writes neither. */
export async function runScript(
  { workDir, signal }: StepContext,
  { source }: Pick<KeptBuild, "source">,
  argv: readonly string[],
): Promise<ShellResult> {
  const folders = [
    { from: source, to: "/tmp/linux", writable: false },
    { from: workDir, to: "/tmp/scratch", writable: false },
  ] as const;
  const line = sandboxed(argv, { folders, env: {}, cwd: "/tmp/linux" });
  const result = await run(line, { signal, limits: { minutes: 30 } });
  // What is not kept of its output might have been a complaint.
  if (result.dropped)
    throw new Offence("over-limit", `${argv.join(" ")} printed more than the limit`);
  return result;
}
