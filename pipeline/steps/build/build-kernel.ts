// A configured tree -> the kernel that every platform boots. From its head's objects, and equal to a clean build to the byte.

import { mkdir } from "node:fs/promises";
import { basename, join } from "node:path";
import type { KernelArchitecture } from "../../model/described/architecture.ts";
import { Offence } from "../../model/errors.ts";
import type { Finding } from "../../model/judge/finding.ts";
import type { Kernel } from "../../model/described/kernel.ts";
import { fail, pass } from "../../model/judge/outcome.ts";
import type { StepContext, StepKind } from "../../model/work/step.ts";
import { errorsIn } from "../../parse/compiler-log.ts";
import { cpus } from "../../tools/host.ts";
import type { ObjectFolder } from "../../tools/object-folder.ts";
import { sandboxed } from "../../tools/sandbox.ts";
import { pasteable, run } from "../../tools/shell.ts";
import { keptBuildFolder, kernelMake, plannedFolders, toolsOf } from "./kernel-make.ts";
import { type KernelInputs, type KernelParams, makeKernel } from "./make-kernel.ts";

export const buildKernel: StepKind<KernelParams, KernelInputs, Kernel> = {
  name: "build-kernel",
  // 2: no kernel that was built among the objects of another series.
  version: 2,
  nature: "pure",
  pool: "machine",
  reads: ({ source, config }) => ({ tree: source.tree, config: config.config.digest }),
  commands: (context, { flavour, arch, toolchain }, { head }) => {
    const kept = keptBuildFolder(flavour, head?.release ?? "<release>");
    const folders = plannedFolders(context, kept, toolsOf(toolchain));
    return [pasteable(kernelMake(folders, arch, [arch.target], cpus()))];
  },
  async run(context, params, inputs) {
    const { objects, result } = await makeKernel(context, params, inputs);
    if (result.exitCode !== 0) return fail(buildFinding(result.log));
    return pass(await products(context, objects, params.arch));
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
  objects: ObjectFolder,
  arch: KernelArchitecture,
): Promise<Kernel> {
  const folder = join(context.workDir, "products");
  await mkdir(folder);
  const image = basename(arch.image);
  // POWER boots vmlinux itself.
  for (const product of new Set([arch.image, "vmlinux", ".config"]))
    await objects.copyOut(product, join(folder, basename(product)));
  const [buildId, release] = [
    await buildIdIn(folder, "vmlinux"),
    await objects.text("include/config/kernel.release"),
  ];
  const keep = async (name: string) => context.keep(join(folder, name), name);
  const vmlinux = await keep("vmlinux");
  return {
    image: image === "vmlinux" ? vmlinux : await keep(image),
    vmlinux,
    config: await keep(".config"),
    buildId,
    release: release.trim(),
  };
}

/** What a series made is read by nothing outside the sandbox that could stumble over it. */
async function buildIdIn(from: string, name: string): Promise<string> {
  const argv = ["readelf", "--notes", `/tmp/products/${name}`];
  const folders = [{ from, to: "/tmp/products", writable: false }] as const;
  const { stdout } = await run(sandboxed(argv, { folders, env: {}, cwd: "/tmp" }));
  const [, buildId] = /Build ID: ([0-9a-f]+)/.exec(stdout) ?? [];
  if (buildId) return buildId;
  throw new Offence("bad-product", `the build produced ${name} without a build-id`);
}
