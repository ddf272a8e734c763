// One make of a kernel's tree, to its end.

import { statfs } from "node:fs/promises";
import type { Architecture } from "../model/architecture.ts";
import { InfraError } from "../model/errors.ts";
import type { StepContext } from "../model/step.ts";
import { run, type ShellResult } from "../tools/shell.ts";
import { type KernelFolders, kernelMake } from "./kernel-make.ts";

export type MakeLine = {
  readonly arch: Architecture;
  /** Targets, and what make is told beside them: `W=1`. */
  readonly make: readonly string[];
  readonly jobs: number;
};

/** A non-zero exit is data. Throws InfraError where the disk was full: that is nobody's code. */
export async function runMake(
  { signal }: Pick<StepContext, "signal">,
  folders: KernelFolders,
  { arch, make, jobs }: MakeLine,
): Promise<ShellResult> {
  const result = await run(kernelMake(folders, arch, make, jobs), { signal });
  if (result.exitCode !== 0 && (await isFull(folders.objects)))
    throw new InfraError(
      `make ${make.at(-1)} failed on a full disk: ${folders.objects}`,
      "make room there: df -h; ./twinboot gc",
    );
  return result;
}

async function isFull(path: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(path);
  return bavail * bsize < 16 * 2 ** 20;
}
