// Touched objects by one make: those that the configuration takes, each compiled anew.

import type { KernelArchitecture } from "../../model/described/architecture.ts";
import type { Compiled, TouchedObject } from "../../model/described/compiled.ts";
import { Offence } from "../../model/errors.ts";
import type { KernelConfig } from "../../model/described/kernel.ts";
import type { StepContext } from "../../model/work/step.ts";
import { complaintsIn, errorsIn } from "../../parse/compiler-log.ts";
import { configValues } from "../../parse/source/kconfig.ts";
import { cpus } from "../../tools/host.ts";
import { mustRun, run } from "../../tools/shell.ts";
import type { TrialInputs } from "./check-tree.ts";
import { inKernelFolders, kernelMake } from "../build/kernel-make.ts";
import type { Build } from "../build/own-build.ts";
import { sourceArch } from "../../model/described/source-arch.ts";

/** What every step takes that compiles touched objects. */
export type TouchedInputs = TrialInputs & {
  config: KernelConfig;
  touched: readonly TouchedObject[];
};

/** What of it decides. */
export function touchedReads({ source, config, touched }: TouchedInputs) {
  return { tree: source.tree, config: config.config.digest, touched };
}

export type HowToCompile = {
  readonly arch: KernelArchitecture;
  /** What make is told beside the targets: `W=1`, `C=2`. */
  readonly make: readonly string[];
};

/** Complaints are those of this make alone. */
export async function compiledObjects(
  context: StepContext,
  build: Build,
  touched: readonly TouchedObject[],
  { config, arch, make }: HowToCompile & { readonly config: Buffer },
): Promise<Compiled> {
  await build.objects.write(".config", config);
  const values = configValues(config.toString());
  const objects = touched.filter((one) => isBuilt(one, values, arch)).map(({ object }) => object);
  const left = touched.map(({ object }) => object).filter((object) => !objects.includes(object));
  if (!objects.length) return { objects, left, errors: [], complaints: [] };
  // What is up to date is not compiled, and what is not compiled has nothing to say.
  // In the sandbox: a folder on the way to one may be a link.
  await mustRun(inKernelFolders(build.folders, ["rm", "-f", "--", ...objects]), {
    signal: context.signal,
  });
  return {
    objects,
    left,
    ...(await made(context, build, { arch, make: [...make, "-k", ...objects] })),
  };
}

export async function made(
  { signal }: StepContext,
  { folders }: Build,
  { arch, make }: HowToCompile,
): Promise<Pick<Compiled, "errors" | "complaints">> {
  const line = kernelMake(folders, arch, make, cpus());
  const { exitCode, log, dropped } = await run(line, { signal });
  // What is not kept of its output might have been a complaint.
  if (dropped)
    throw new Offence("over-limit", `make ${make.join(" ")} printed more than the limit`);
  const unchecked = notChecked.exec(log)?.[0];
  const errors = exitCode === 0 ? [] : errorsIn(log);
  return { errors: unchecked ? [unchecked, ...errors] : errors, complaints: complaintsIn(log) };
}

/** The kernel's top Makefile goes on without a checker that scripts/checker-valid.sh does not take. */
const notChecked = /C=\d specified, but .* is not available or not up to date/;

function isBuilt(
  { object, options }: TouchedObject,
  config: ReadonlyMap<string, string>,
  { make: arch }: KernelArchitecture,
): boolean {
  const [, of] = /^arch\/(\w+)\//.exec(object) ?? [];
  if (of && of !== sourceArch(arch)) return false;
  return options?.every((option) => /^[ym]$/.test(config.get(option) ?? "n")) ?? false;
}
