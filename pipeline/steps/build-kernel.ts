// A configured tree -> the kernel that every platform boots. Incremental, and equal to a clean build to the byte.

import { basename, join } from "node:path";
import type { Architecture } from "../model/architecture.ts";
import type { Finding } from "../model/finding.ts";
import type { Kernel } from "../model/kernel.ts";
import { fail, pass } from "../model/outcome.ts";
import type { StepContext, StepKind } from "../model/step.ts";
import { errorsIn } from "../parse/compiler-log.ts";
import { cpus } from "../tools/host.ts";
import type { KeptBuild } from "../tools/kept-build.ts";
import { mustRun, pasteable } from "../tools/shell.ts";
import { kernelMake, plannedFolders } from "./kernel-make.ts";
import { type KernelInputs, type KernelParams, makeKernel } from "./make-kernel.ts";

export const buildKernel: StepKind<KernelParams, KernelInputs, Kernel> = {
  name: "build-kernel",
  version: 1,
  nature: "pure",
  lane: "machine",
  reads: ({ source, config }) => ({ tree: source.tree, config: config.config.digest }),
  commands: (context, { flavour, arch }, { source }) => {
    const folders = plannedFolders(context, flavour, source?.release ?? "<release>");
    return [pasteable(kernelMake(folders, arch, [arch.target], cpus()))];
  },
  async run(context, { flavour, arch }, inputs) {
    const { kept, result } = await makeKernel(context, { flavour, arch }, inputs, [arch.target]);
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
