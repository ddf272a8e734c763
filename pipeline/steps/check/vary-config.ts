// A configuration that is tried: at random, or a flavour's with another compiler.

import type { KernelArchitecture } from "../../model/described/architecture.ts";
import { InfraError } from "../../model/errors.ts";
import type { TouchedObject } from "../../model/described/compiled.ts";
import type { KernelConfig } from "../../model/described/kernel.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { StepContext, StepKind } from "../../model/work/step.ts";
import { run } from "../../tools/shell.ts";
import { trialBuild, type TrialParams } from "./check-tree.ts";
import { type TouchedInputs, touchedReads } from "./compiled-objects.ts";
import { inScratch, kernelMake } from "../build/kernel-make.ts";
import type { Build } from "../build/own-build.ts";

type Params = TrialParams & {
  /** KCONFIG_SEED of a random one; absent where the input is taken and completed. */
  seed?: number;
};

export const varyConfig: StepKind<Params, TouchedInputs, KernelConfig> = {
  name: "vary-config",
  // 2: no configuration that another series could write.
  version: 2,
  nature: "pure",
  pool: "machine",
  reads: touchedReads,
  async run(context, params, inputs) {
    const { arch, make, seed } = params;
    const build = await trialBuild(context, params, inputs);
    const { scratch } = build;
    await scratch.write("config", await context.read(inputs.config.config));
    await scratch.write("wanted", wantedFor(inputs.touched));
    const random = [
      `KCONFIG_SEED=${seed}`,
      `KCONFIG_ALLCONFIG=${inScratch("wanted")}`,
      "randconfig",
    ];
    const targets = seed === undefined ? ["olddefconfig"] : random;
    await configured(context, build, arch, [...make, ...targets]);
    return pass({
      config: await context.keepBytes(await scratch.text("config"), ".config"),
      notInHead: [],
    });
  },
};

/** A sample that leaves out what the series touches would say nothing of it; a warning is no error of the series. */
function wantedFor(touched: readonly TouchedObject[]): string {
  const options = new Set(touched.flatMap(({ options: needed }) => needed ?? []));
  return `${[...options].map((option) => `${option}=y\n`).join("")}# CONFIG_WERROR is not set\n`;
}

/** Configures in the scratch folder: the objects' own .config stays. */
export async function configured(
  { signal }: StepContext,
  { folders }: Build,
  arch: KernelArchitecture,
  targets: readonly string[],
): Promise<void> {
  const make = [`KCONFIG_CONFIG=${inScratch("config")}`, ...targets];
  const { exitCode, log } = await run(kernelMake(folders, arch, make, 1), { signal });
  if (exitCode === 0) return;
  const last = log.trim().split("\n").slice(-3).join(" ");
  throw new InfraError(
    `make ${targets.at(-1)} failed: ${last}`,
    "look for missing tools with: ./twinboot doctor",
  );
}
