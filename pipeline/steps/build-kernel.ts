// A configured tree -> the kernel that every platform boots. Incremental, and equal to a clean build to the byte.

import { mkdir } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Architecture } from "../model/architecture.ts";
import type { Finding } from "../model/finding.ts";
import type { SourceTree } from "../model/head.ts";
import type { Toolchain } from "../model/host.ts";
import type { Kernel, KernelConfig } from "../model/kernel.ts";
import { fail, pass } from "../model/outcome.ts";
import type { StepContext, StepKind } from "../model/step.ts";
import { errorsIn } from "../parse/compiler-log.ts";
import { Git } from "../tools/git.ts";
import { cpus } from "../tools/host.ts";
import { KeptBuild } from "../tools/kept-build.ts";
import { mustRun, pasteable, run } from "../tools/shell.ts";
import { headsFolder } from "./import-head.ts";
import { ccacheFolder, keptBuildFolder, kernelMake, plannedFolders } from "./kernel-make.ts";

type Params = { flavour: string; arch: Architecture; toolchain: Toolchain };
type Inputs = { source: SourceTree; config: KernelConfig };

export const buildKernel: StepKind<Params, Inputs, Kernel> = {
  name: "build-kernel",
  version: 1,
  nature: "pure",
  lane: "machine",
  reads: ({ source, config }) => ({ tree: source.tree, config: config.config.digest }),
  commands: (context, { flavour, arch }, { source }) => {
    const folders = plannedFolders(context, flavour, source?.release ?? "<release>");
    return [pasteable(kernelMake(folders, arch, [arch.target], cpus()))];
  },
  async run(context, { flavour, arch }, { source, config }) {
    const { kept: keptFolder, workDir, signal } = context;
    const kept = new KeptBuild(keptFolder(keptBuildFolder(flavour, source.release)));
    await kept.moveTo(new Git(keptFolder(headsFolder)), source.tree);
    await kept.configure(await context.read(config.config));
    const ccache = keptFolder(ccacheFolder);
    await mkdir(ccache, { recursive: true });
    const folders = { source: kept.source, objects: kept.objects, scratch: workDir, ccache };
    const result = await kept.making(() =>
      run(kernelMake(folders, arch, [arch.target], cpus()), { signal }),
    );
    if (result.exitCode !== 0) return fail(buildFinding(result.log));
    return pass(await products(context, kept, arch));
  },
};

function buildFinding(log: string): Finding {
  const errors = errorsIn(log);
  return {
    reason: "build-failed",
    fault: "series",
    summary: `the kernel does not build: ${errors[0] ?? "make said nothing"}`,
    detail: errors,
  };
}

async function products(
  context: StepContext,
  kept: KeptBuild,
  arch: Architecture,
): Promise<Kernel> {
  const keep = async (product: string, name: string) =>
    context.keep(await kept.copyOut(product, join(context.workDir, name)), name);
  const notes = await mustRun(["readelf", "--notes", join(kept.objects, "vmlinux")]);
  const release = await kept.text("include/config/kernel.release");
  return {
    image: await keep(arch.image, basename(arch.image)),
    vmlinux: await keep("vmlinux", "vmlinux"),
    config: await keep(".config", ".config"),
    buildId: /Build ID: ([0-9a-f]+)/.exec(notes)?.[1] ?? "",
    release: release.trim(),
  };
}
