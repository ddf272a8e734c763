// Each option that a series touches, on and off: the touched objects that are left must compile.

import type { KernelArchitecture } from "../../model/described/architecture.ts";
import type { Compiled, TouchedObject } from "../../model/described/compiled.ts";
import { type Digest, digestOf } from "../../model/digest.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { StepContext, StepKind } from "../../model/work/step.ts";
import { configValues } from "../../parse/source/kconfig.ts";
import { trialBuild, type TrialParams } from "./check-tree.ts";
import { compiledObjects, type TouchedInputs, touchedReads } from "./compiled-objects.ts";
import type { Build } from "../build/own-build.ts";
import { configured } from "./vary-config.ts";

type Params = Omit<TrialParams, "make"> & {
  /** Those whose Kconfig entries are touched; what touched objects hang on comes with them. */
  options: readonly string[];
};

export type TriedOption = {
  readonly option: string;
  readonly asked: "y" | "m" | "n";
  /** What olddefconfig made of it: another option may force it. */
  readonly got: string;
  /** Absent where it could not be had. */
  readonly compiled?: Compiled;
};

export const tryOptions: StepKind<Params, TouchedInputs, readonly TriedOption[]> = {
  name: "try-options",
  // 2: nothing of what another series' build left.
  version: 2,
  nature: "pure",
  pool: "machine",
  reads: touchedReads,
  async run(context, params, inputs) {
    const { arch } = params;
    const { config, touched } = inputs;
    const build = await trialBuild(context, { ...params, make: [] }, inputs);
    const whole = (await context.read(config.config)).toString();
    const all = new Set([...params.options, ...touched.flatMap((one) => one.options ?? [])]);
    const seen = new Map<Digest, Compiled>();
    const tried: TriedOption[] = [];
    for (const option of all)
      for (const asked of ["y", "m", "n"] as const)
        tried.push(await attempt(context, build, { option, asked, arch, whole, touched, seen }));
    return pass(tried);
  },
};

type Attempt = {
  option: string;
  asked: "y" | "m" | "n";
  arch: KernelArchitecture;
  whole: string;
  touched: readonly TouchedObject[];
  /** By configuration: several options may lead to one. */
  seen: Map<Digest, Compiled>;
};

async function attempt(
  context: StepContext,
  build: Build,
  { option, asked, arch, whole, touched, seen }: Attempt,
): Promise<TriedOption> {
  context.say(`${option}=${asked}`);
  const { scratch } = build;
  const line = asked === "n" ? `# ${option} is not set` : `${option}=${asked}`;
  const without = whole.replace(new RegExp(`^(?:# )?${option}[= ].*\\n`, "m"), "");
  await scratch.write("config", `${without}\n${line}\n`);
  await configured(context, build, arch, ["olddefconfig"]);
  const text = await scratch.text("config");
  const got = configValues(text).get(option) ?? "n";
  if (got !== asked) return { option, asked, got };
  const config = Buffer.from(text);
  const compiled =
    seen.get(digestOf(config)) ??
    (await compiledObjects(context, build, touched, { config, arch, make: [] }));
  seen.set(digestOf(config), compiled);
  return { option, asked, got, compiled };
}
