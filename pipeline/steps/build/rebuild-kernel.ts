// A kernel once more, from nothing: no copied object, no compiler cache, sources checked out anew. It must have the same bytes.

import { basename, join } from "node:path";
import type { Digest } from "../../model/digest.ts";
import { type Finding, kernelFault } from "../../model/judge/finding.ts";
import type { Kernel } from "../../model/described/kernel.ts";
import { fail, pass } from "../../model/judge/outcome.ts";
import type { StepContext, StepKind } from "../../model/work/step.ts";
import { errorsIn } from "../../parse/compiler-log.ts";
import { cpus, fileDigest } from "../../tools/host.ts";
import { run } from "../../tools/shell.ts";
import { kernelMake, toolsOf } from "./kernel-make.ts";
import type { KernelInputs, KernelParams } from "./make-kernel.ts";
import { cleanBuild } from "./own-build.ts";

type Inputs = Pick<KernelInputs, "source" | "config"> & { kernel: Kernel };

/** What a clean build came to: digests, or the compiler's words. */
export type Rebuilt = { readonly image: Digest; readonly vmlinux: Digest };
type Clean = Rebuilt | { readonly error: string };

/** Recorded: done again with --fresh, as what lies in a store of many nights is what is doubted. */
export const rebuildKernel: StepKind<KernelParams, Inputs, Rebuilt> = {
  name: "rebuild-kernel",
  version: 1,
  nature: "recorded",
  pool: "machine",
  reads: ({ source, config, kernel: { image, vmlinux } }) => ({
    tree: source.tree,
    config: config.config.digest,
    image: image.digest,
    vmlinux: vmlinux.digest,
  }),
  async run(context, params, inputs) {
    const { image, vmlinux } = inputs.kernel;
    const stored = { image: image.digest, vmlinux: vmlinux.digest };
    const first = await rebuilt(context, params, inputs, "first");
    if (isSame(first, stored)) return pass(stored);
    context.say("it has other bytes: once more, to see whose fault that is");
    return fail(differs(stored, first, await rebuilt(context, params, inputs, "second")));
  },
};

async function rebuilt(
  context: StepContext,
  { arch, toolchain }: KernelParams,
  { source, config }: Inputs,
  name: string,
): Promise<Clean> {
  const build = await cleanBuild(context, source, { name, tools: toolsOf(toolchain) });
  const { objects, folders } = build;
  await objects.write(".config", await context.read(config.config));
  const line = kernelMake(folders, arch, [arch.target], cpus());
  const { exitCode, log } = await run(line, { signal: context.signal });
  if (exitCode !== 0) return { error: errorsIn(log)[0] ?? "make said nothing" };
  const digestOfProduct = async (product: string): Promise<Digest> => {
    const copy = join(context.workDir, `${name}-${basename(product)}.copy`);
    return (await fileDigest(await objects.copyOut(product, copy))) ?? "";
  };
  const vmlinux = await digestOfProduct("vmlinux");
  return { image: arch.image === "vmlinux" ? vmlinux : await digestOfProduct(arch.image), vmlinux };
}

function isSame(one: Clean, other: Clean): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Two clean builds that agree leave only what is kept between builds. */
function differs(stored: Rebuilt, first: Clean, second: Clean): Finding {
  const agree = isSame(first, second);
  return {
    reason: "not-reproduced",
    fault: agree ? "infrastructure" : kernelFault,
    summary: agree
      ? "the kernel that was booted is not what its sources give: built twice from nothing, it has other bytes"
      : "the kernel has other bytes each time it is built from nothing",
    detail: [`booted: ${words(stored)}`, `clean: ${words(first)}`, `once more: ${words(second)}`],
  };
}

function words(clean: Clean): string {
  return "error" in clean ? clean.error : `image ${clean.image}, vmlinux ${clean.vmlinux}`;
}
