// What compilers and checkers say of touched files, with the flavour's configuration and with others.

import { type CheckerName, howToGet } from "../../model/described/checkers.ts";
import { type Compiled, newComplaints } from "../../model/described/compiled.ts";
import type { PlannedKernel } from "../../model/work/plan.ts";
import { step, type Step } from "../../model/work/step.ts";
import { pluralize } from "../../model/pluralize.ts";
import {
  forAPerson,
  notApplicable,
  type Rule,
  type CheckResult,
  resultIn,
} from "../../rules/rule.ts";
import { varyConfig } from "../../steps/check/vary-config.ts";
import { CompileSteps, type ObjectRequest } from "./compile-steps.ts";
import type { OtherArchitecture, Pair } from "./other-architectures.ts";
import { plainCheck, type PlannedCheck, stepCheck } from "./planned-check.ts";
import { configChecks, configRules } from "./readiness-configs.ts";
import { touchedFiles } from "./readiness-sources.ts";

const tools = 'Documentation/process/submit-checklist.rst, "Check your code with tools"';
const build = 'Documentation/process/submit-checklist.rst, "Build your code"';

const warnings: Rule = {
  check: "warnings",
  rule: "Touched files give no new warnings with W=1.",
  source: `${build}; Documentation/kbuild/kbuild.rst`,
};

const analysers: readonly (Rule & { readonly by: CheckerName })[] = [
  {
    check: "sparse",
    rule: "sparse finds nothing new in touched files.",
    source: tools,
    by: "sparse",
  },
  {
    check: "coccinelle",
    rule: "The tree's semantic patches find nothing new in touched files.",
    source: "Documentation/dev-tools/coccinelle.rst",
    by: "coccinelle",
  },
  {
    check: "smatch",
    rule: "smatch finds nothing new in touched files.",
    source: tools,
    by: "smatch",
  },
];

function otherArch(name: string): Rule {
  return {
    check: name,
    rule: `Touched files compile for ${name} too, without new warnings.`,
    source: build,
  };
}

const clang: Rule = {
  check: "clang",
  rule: "Touched files compile with clang, without new warnings.",
  source: "Documentation/kbuild/llvm.rst",
};

export function objectChecks(of: ObjectRequest): PlannedCheck[] {
  const files = touchedFiles(of.posted).filter((file) => /\.[cS]$/.test(file));
  if (!files.length) {
    const rules = [
      warnings,
      ...analysers,
      ...configRules,
      ...of.others.map(({ name }) => otherArch(name)),
      clang,
    ];
    return rules.map(({ check, rule, source }) =>
      plainCheck({ check, rule, source }, notApplicable("no C file is touched")),
    );
  }
  const compile = new CompileSteps(of, files);
  const flavour = `flavour ${of.patched.flavour}`;
  return [
    compared(warnings, of, { how: flavour }, (kernel) => compile.step(kernel, ["W=1"])),
    ...analysers.map((one) => analyserCheck(of, compile, one)),
    ...configChecks(of, compile),
    ...of.others.map((other) => otherArchCheck(other, compile)),
    clangCheck(of, compile),
  ];
}

type Comparison = {
  /** By what it was compiled, in words. */
  readonly how: string;
  /** The compiler's own warnings belong to another line. */
  readonly without?: RegExp;
  /** What the configuration takes none of is nothing of the series'. */
  readonly mayLeaveOut?: boolean;
};

/** Before and after, as sets. */
function compared(
  rule: Rule,
  kernels: Pair,
  comparison: Comparison,
  compiled: (kernel: PlannedKernel) => Step<Compiled>,
): PlannedCheck {
  const steps = [compiled(kernels.base), compiled(kernels.patched)] as const;
  return stepCheck(rule, steps, (before, after) => seeNew(before, after, comparison));
}

/** Where the head itself does not come through, nothing is known of the series. */
function seeNew(before: Compiled, after: Compiled, comparison: Comparison): CheckResult {
  const { how, without, mayLeaveOut } = comparison;
  if (mayLeaveOut && !after.objects.length)
    return notApplicable(`${how} leaves out every touched file`);
  const errors = after.errors.filter((one) => !before.errors.includes(one));
  const complaints = newComplaints(before, after).filter(({ line }) => !without?.test(line));
  const [old] = before.errors;
  if (!errors.length && !complaints.length && old !== undefined)
    return forAPerson(
      `nothing can be compared, as make fails without the series: ${old}`,
      before.errors,
    );
  return seeCompiled({ ...after, complaints, errors }, how);
}

/** `[-Wmissing-prototypes]` */
const ofCompiler = /\[-W[\w=-]+\]$/;

function analyserCheck(
  of: ObjectRequest,
  compile: CompileSteps,
  { by, check, rule, source }: (typeof analysers)[number],
): PlannedCheck {
  const own = of.checkers[by];
  const named = { check, rule, source };
  if (!own) return plainCheck(named, forAPerson(`${by} is not installed: ${howToGet[by]}`));
  const make = ["C=2", `CHECK=${own.command}`, ...(by === "coccinelle" ? ["MODE=report"] : [])];
  return compared(named, of, { how: own.command, without: ofCompiler }, (kernel) =>
    compile.step(kernel, make, { tools: [own.digest] }),
  );
}

function otherArchCheck(
  { name, untouched, kernels }: OtherArchitecture,
  compile: CompileSteps,
): PlannedCheck {
  const rule = otherArch(name);
  if (untouched) return plainCheck(rule, notApplicable("no touched C file is for it"));
  if (!kernels) return plainCheck(rule, forAPerson(`no flavour of a run is for ${name}`));
  const how = `flavour ${kernels.patched.flavour}`;
  return compared(rule, kernels, { how, mayLeaveOut: true }, (kernel) => compile.step(kernel, []));
}

function seeCompiled({ objects, left, errors, complaints }: Compiled, how: string): CheckResult {
  const details = [...objects, ...left.map((object) => `${object}: left out by the configuration`)];
  if (!objects.length)
    return forAPerson(`${how}: the configuration leaves out every touched file`, details);
  const faults = [
    ...errors,
    ...complaints.map(({ line }) => line).filter((line) => !errors.includes(line)),
  ];
  return resultIn(faults, `${pluralize(objects.length, "object")}, ${how}`, details);
}

function clangCheck(of: ObjectRequest, compile: CompileSteps): PlannedCheck {
  const { checkers } = of;
  const own = checkers.clang;
  if (!own) return plainCheck(clang, forAPerson(`clang is not installed: ${howToGet.clang}`));
  const { command, digest } = own;
  const llvm = command.replace("clang", "") || "1";
  const make = [`LLVM=${llvm}`, `CC=ccache ${command}`, `HOSTCC=${command}`];
  return compared(clang, of, { how: command }, (kernel) => {
    const params = { ...compile.params(kernel, [digest]), folder: "objects-clang", make };
    const config = step(varyConfig, `clang ${kernel.series}`, params, compile.inputs(kernel));
    return compile.step(kernel, make, { tools: [digest], config, folder: "clang" });
  });
}
