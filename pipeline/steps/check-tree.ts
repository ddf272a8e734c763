// The tree that checkers and trial builds look at: one kept source folder for a kernel version, an object folder for each use.

import { mkdir } from "node:fs/promises";
import { Offence } from "../model/errors.ts";
import type { SourceTree } from "../model/head.ts";
import type { CommandContext, StepContext } from "../model/step.ts";
import { Git } from "../tools/git.ts";
import { KeptBuild } from "../tools/kept-build.ts";
import { sandboxed } from "../tools/sandbox.ts";
import type { ShellResult } from "../tools/command.ts";
import { run } from "../tools/shell.ts";
import { headsFolder } from "./import-head.ts";
import { ccacheFolder, type KernelFolders } from "./kernel-make.ts";

/** Steps that use it are of the lane `machine`: it holds one tree at a time. */
export async function checkTree(
  { kept }: Pick<StepContext, "kept">,
  { release, tree }: SourceTree,
  objects = "objects",
): Promise<KeptBuild> {
  const build = new KeptBuild(kept(folderFor(release)), objects);
  await build.moveTo(new Git(kept(headsFolder)), tree);
  return build;
}

function folderFor(release: string): string {
  return `check-${release.split(".").slice(0, 2).join(".")}`;
}

/** The folders as a dry run names them. */
export function plannedCheckFolders(
  { kept }: CommandContext,
  source: SourceTree | undefined,
  objects: string,
): KernelFolders {
  const build = new KeptBuild(kept(folderFor(source?.release ?? "<release>")), objects);
  const { source: from, objects: to } = build;
  return { source: from, objects: to, scratch: "<scratch>", ccache: kept(ccacheFolder) };
}

export async function foldersOf(
  { kept, workDir }: StepContext,
  { source, objects }: KeptBuild,
): Promise<KernelFolders> {
  const ccache = kept(ccacheFolder);
  await mkdir(ccache, { recursive: true });
  return { source, objects, scratch: workDir, ccache };
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
    throw new Offence("over-limit", `${argv.join(" ")} printed too much to be read`);
  return result;
}
