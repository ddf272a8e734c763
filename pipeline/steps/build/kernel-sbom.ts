// The bill of materials that a kernel's own tree makes of a build: `make sbom`, scripts/sbom in the head, where it has it.

import { join } from "node:path";
import { InfraError } from "../../model/errors.ts";
import type { Kernel, KernelSbom } from "../../model/described/kernel.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { StepContext, StepKind } from "../../model/work/step.ts";
import { type KernelInputs, type KernelParams, makeInCopy } from "./make-kernel.ts";

/** What the target writes into the object folder (Makefile of the head, sbom_targets). */
const documents = ["sbom-source.spdx.json", "sbom-build.spdx.json", "sbom-output.spdx.json"];

/** The kernel is made once more from its head's objects: the documents are of what make sees there. */
export const kernelSbom: StepKind<KernelParams, KernelInputs & { kernel: Kernel }, KernelSbom> = {
  name: "kernel-sbom",
  version: 2,
  nature: "pure",
  pool: "machine",
  reads: ({ source, config, kernel }) => ({
    tree: source.tree,
    config: config.config.digest,
    image: kernel.image.digest,
  }),
  async run(context, params, inputs) {
    const { objects, result } = await makeInCopy(context, params, inputs, ["sbom"]);
    if (result.log.includes("No rule to make target 'sbom'")) return pass({ documents: [] });
    if (result.exitCode !== 0)
      throw new InfraError(
        `make sbom: ${result.log.trim().split("\n").at(-1)}`,
        "the tree's own scripts/sbom failed: run it by hand in the kept build",
      );
    return pass({
      documents: await keptDocuments(context, (name, to) => objects.copyOut(name, to)),
    });
  },
};

async function keptDocuments(
  { workDir, keep }: StepContext,
  copyOut: (name: string, to: string) => Promise<string>,
): Promise<KernelSbom["documents"]> {
  return Promise.all(
    documents.map(async (name) => keep(await copyOut(name, join(workDir, name)), name)),
  );
}
