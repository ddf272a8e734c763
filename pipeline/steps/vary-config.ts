// A configuration that is tried: at random, or a flavour's with another compiler.

import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Architecture } from "../model/architecture.ts";
import { InfraError } from "../model/errors.ts";
import type { TouchedObject } from "../model/compiled.ts";
import type { KernelConfig } from "../model/kernel.ts";
import { pass } from "../model/outcome.ts";
import type { StepContext, StepKind } from "../model/step.ts";
import type { KeptBuild } from "../tools/kept-build.ts";
import { run } from "../tools/shell.ts";
import { checkTree, foldersOf } from "./check-tree.ts";
import { type TouchedInputs, touchedReads } from "./compiled-objects.ts";
import { inScratch, kernelMake } from "./kernel-make.ts";

type Params = {
  folder: string;
  arch: Architecture;
  make: readonly string[];
  /** KCONFIG_SEED of a random one; absent where the input is taken and completed. */
  seed?: number;
  tools: readonly string[];
};

export const varyConfig: StepKind<Params, TouchedInputs, KernelConfig> = {
  name: "vary-config",
  version: 1,
  nature: "pure",
  lane: "machine",
  reads: touchedReads,
  async run(context, { folder, arch, make, seed }, { source, config, touched }) {
    const build = await checkTree(context, source, folder);
    const scratch = join(context.workDir, "config");
    await copyFile(context.path(config.config), scratch);
    await writeFile(join(context.workDir, "wanted"), wantedFor(touched));
    const random = [
      `KCONFIG_SEED=${seed}`,
      `KCONFIG_ALLCONFIG=${inScratch("wanted")}`,
      "randconfig",
    ];
    const targets = seed === undefined ? ["olddefconfig"] : random;
    await configured(context, build, arch, [...make, ...targets]);
    return pass({
      config: await context.keepBytes(await readFile(scratch), ".config"),
      notInHead: [],
    });
  },
};

/** A sample that leaves out what the series touches would say nothing of it; a warning is no error of the series. */
function wantedFor(touched: readonly TouchedObject[]): string {
  const options = new Set(touched.flatMap(({ options: needed }) => needed ?? []));
  return `${[...options].map((option) => `${option}=y\n`).join("")}# CONFIG_WERROR is not set\n`;
}

/** Configures in the step's own folder: the objects' own .config stays. */
export async function configured(
  context: StepContext,
  build: KeptBuild,
  arch: Architecture,
  targets: readonly string[],
): Promise<void> {
  const folders = await foldersOf(context, build);
  const make = [`KCONFIG_CONFIG=${inScratch("config")}`, ...targets];
  const { exitCode, log } = await build.making(() =>
    run(kernelMake(folders, arch, make, 1), { signal: context.signal }),
  );
  if (exitCode === 0) return;
  const last = log.trim().split("\n").slice(-3).join(" ");
  throw new InfraError(
    `make ${targets.at(-1)} failed: ${last}`,
    "look for what is missing with: ./twinboot doctor",
  );
}
