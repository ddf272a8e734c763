// Moves a kept tree to a source and its configuration, and makes targets in it.

import { mkdir } from "node:fs/promises";
import type { Architecture } from "../model/architecture.ts";
import type { SourceTree } from "../model/head.ts";
import type { Toolchain } from "../model/host.ts";
import type { KernelConfig } from "../model/kernel.ts";
import type { StepContext } from "../model/step.ts";
import { Git } from "../tools/git.ts";
import { cpus } from "../tools/host.ts";
import { KeptBuild } from "../tools/kept-build.ts";
import { run } from "../tools/shell.ts";
import { headsFolder } from "./import-head.ts";
import { ccacheFolder, keptBuildFolder, kernelMake } from "./kernel-make.ts";

export type KernelParams = { flavour: string; arch: Architecture; toolchain: Toolchain };
export type KernelInputs = { source: SourceTree; config: KernelConfig };

/** `result`: of make, whatever it came to. */
export async function makeKernel(
  { kept: keptFolder, workDir, signal, read }: StepContext,
  { flavour, arch }: Pick<KernelParams, "flavour" | "arch">,
  { source, config }: KernelInputs,
  targets: readonly string[],
) {
  const kept = new KeptBuild(keptFolder(keptBuildFolder(flavour, source.release)));
  await kept.moveTo(new Git(keptFolder(headsFolder)), source.tree);
  await kept.configure(await read(config.config));
  const ccache = keptFolder(ccacheFolder);
  await mkdir(ccache, { recursive: true });
  const folders = { source: kept.source, objects: kept.objects, scratch: workDir, ccache };
  const result = await kept.making(() =>
    run(kernelMake(folders, arch, targets, cpus()), { signal }),
  );
  return { kept, result };
}
