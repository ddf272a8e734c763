// Lines on other configurations than the flavour's: nothing on, some at random, the touched options on and off.

import type { Compiled } from "../../model/described/compiled.ts";
import { step } from "../../model/work/step.ts";
import { touchedOptions } from "../../parse/source/touched-options.ts";
import { pluralize } from "../../model/pluralize.ts";
import { forAPerson, type Rule, type CheckResult, resultIn } from "../../rules/rule.ts";
import { buildWhole } from "../../steps/check/build-whole.ts";
import { type TriedOption, tryOptions } from "../../steps/check/try-options.ts";
import { varyConfig } from "../../steps/check/vary-config.ts";
import { toolsFor } from "../matrix/architecture-tools.ts";
import type { CompileSteps, ObjectRequest } from "./compile-steps.ts";
import { type PlannedCheck, stepCheck } from "./planned-check.ts";

const build = 'Documentation/process/submit-checklist.rst, "Build your code"';

const allno: Rule = {
  check: "allnoconfig",
  rule: "The kernel builds with allnoconfig.",
  source: build,
};

const random: Rule = {
  check: "randconfig",
  rule: "Touched files compile with random configurations.",
  source: build,
};

const options: Rule = {
  check: "options",
  rule: "Touched files compile with the options they hang on =y, =m and =n.",
  source: build,
};

export const configRules: readonly Rule[] = [allno, random, options];

export function configChecks(of: ObjectRequest, compile: CompileSteps): PlannedCheck[] {
  return [allnoCheck(of), randomCheck(of, compile), optionsCheck(of, compile)];
}

function allnoCheck({ base, patched, arch, host }: ObjectRequest): PlannedCheck {
  const { toolchain } = toolsFor(host, arch.architecture);
  const params = {
    config: "allnoconfig",
    arch,
    tools: [toolchain.compiler, toolchain.linker],
  } as const;
  const label = `allnoconfig ${patched.head}+${patched.series}`;
  const built = step(buildWhole, label, params, { source: patched.source, head: base.source });
  return stepCheck(allno, [built], ({ errors }) =>
    resultIn(errors, `${arch.target} of ${arch.architecture}`),
  );
}

/** Drawn by the patches: each version of a series is tried with others, and the same one with the same. */
function randomCheck(
  { digest, patched, quick }: ObjectRequest,
  compile: CompileSteps,
): PlannedCheck {
  const first = Number.parseInt(digest.slice(0, 7), 16);
  const seeds = Array.from({ length: quick ? 1 : 3 }, (_, at) => first + at);
  const steps = seeds.map((seed) => {
    const params = { ...compile.params(patched), folder: "objects-random", make: [], seed };
    const config = step(varyConfig, `randconfig ${seed}`, params, compile.inputs(patched));
    return compile.step(patched, [], { config, folder: "random" });
  });
  return stepCheck(random, steps, (...all) => seeRandom(seeds, all));
}

function seeRandom(seeds: readonly number[], all: readonly Compiled[]): CheckResult {
  const lines = all.map(
    ({ objects, left }, at) =>
      `KCONFIG_SEED=${seeds[at]}: ${objects.length} of ${objects.length + left.length} objects`,
  );
  const faults = all.flatMap(({ errors }, at) =>
    errors.map((error) => `KCONFIG_SEED=${seeds[at]}: ${error}`),
  );
  if (!faults.length && all.every(({ objects }) => !objects.length))
    return forAPerson("no sample took a touched file", lines);
  return resultIn(faults, `${pluralize(all.length, "sample")}, ${lines.join("; ")}`);
}

function optionsCheck({ posted, patched }: ObjectRequest, compile: CompileSteps): PlannedCheck {
  const touched = touchedOptions(posted.patches.flatMap(({ files }) => files));
  const params = { ...compile.params(patched), options: touched, folder: "objects-options" };
  const tried = step(tryOptions, patched.flavour, params, compile.inputs(patched));
  return stepCheck(options, [tried], seeOptions);
}

function seeOptions(tried: readonly TriedOption[]): CheckResult {
  const had = tried.flatMap(({ option, asked, compiled }) =>
    compiled ? [{ option, asked, compiled }] : [],
  );
  const lines = tried.map(({ option, asked, got, compiled }) =>
    compiled
      ? `${option}=${asked}: ${pluralize(compiled.objects.length, "object")}`
      : `${option}=${asked}: cannot be had, it becomes ${got}`,
  );
  const faults = had.flatMap(({ option, asked, compiled }) =>
    compiled.errors.map((error) => `${option}=${asked}: ${error}`),
  );
  const names = new Set(tried.map(({ option }) => option));
  return resultIn(
    faults,
    `${pluralize(names.size, "option")}, ${pluralize(had.length, "configuration")}`,
    lines,
  );
}
