// Each option that a series touches, on and off: the touched objects that are left must compile.

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Architecture } from "../model/architecture.ts";
import type { Compiled, TouchedObject } from "../model/compiled.ts";
import { type Digest, digestOf } from "../model/digest.ts";
import { pass } from "../model/outcome.ts";
import type { StepContext, StepKind } from "../model/step.ts";
import { configValues } from "../parse/kconfig.ts";
import type { KeptBuild } from "../tools/kept-build.ts";
import { checkTree } from "./check-tree.ts";
import { compiledObjects, type TouchedInputs, touchedReads } from "./compiled-objects.ts";
import { configured } from "./vary-config.ts";

type Params = {
  folder: string;
  arch: Architecture;
  /** Those whose Kconfig entries are touched; what touched objects hang on comes with them. */
  options: readonly string[];
  tools: readonly string[];
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
  version: 1,
  nature: "pure",
  lane: "machine",
  reads: touchedReads,
  async run(context, { folder, arch, options }, { source, config, touched }) {
    const build = await checkTree(context, source, folder);
    const whole = (await context.read(config.config)).toString();
    const all = new Set([...options, ...touched.flatMap((one) => one.options ?? [])]);
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
  arch: Architecture;
  whole: string;
  touched: readonly TouchedObject[];
  /** By configuration: several options may lead to one. */
  seen: Map<Digest, Compiled>;
};

async function attempt(
  context: StepContext,
  build: KeptBuild,
  { option, asked, arch, whole, touched, seen }: Attempt,
): Promise<TriedOption> {
  context.say(`${option}=${asked}`);
  const config = join(context.workDir, "config");
  const line = asked === "n" ? `# ${option} is not set` : `${option}=${asked}`;
  const without = whole.replace(new RegExp(`^(?:# )?${option}[= ].*\\n`, "m"), "");
  await writeFile(config, `${without}\n${line}\n`);
  await configured(context, build, arch, ["olddefconfig"]);
  const text = await readFile(config);
  const got = configValues(text.toString()).get(option) ?? "n";
  if (got !== asked) return { option, asked, got };
  await build.configure(text);
  const compiled =
    seen.get(digestOf(text)) ??
    (await compiledObjects(context, build, touched, { arch, make: [] }));
  seen.set(digestOf(text), compiled);
  return { option, asked, got, compiled };
}
