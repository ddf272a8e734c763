// What compilers and checkers say of touched files, with the flavour's configuration and with others.

import { type CheckerName, type Checkers, howToGet } from "../model/checkers.ts";
import { type Compiled, newComplaints, type TouchedObject } from "../model/compiled.ts";
import type { Architecture } from "../model/architecture.ts";
import type { Digest } from "../model/digest.ts";
import type { HostFacts } from "../model/host.ts";
import type { KernelConfig } from "../model/kernel.ts";
import type { PlannedKernel } from "../model/plan.ts";
import { step, type Step } from "../model/step.ts";
import { touchedOptions } from "../parse/touched-options.ts";
import type { PostedSeries } from "../rules/posted-series.ts";
import { counted, forAPerson, notApplicable, type Rule, type Seen, seenIn } from "../rules/rule.ts";
import { buildWhole } from "../steps/build-whole.ts";
import { compileObjects } from "../steps/compile-objects.ts";
import { touchedObjects } from "../steps/touched-objects.ts";
import { type TriedOption, tryOptions } from "../steps/try-options.ts";
import { varyConfig } from "../steps/vary-config.ts";
import { touchedFiles } from "./check-sources.ts";
import { plainCheck, type PlannedCheck, stepCheck } from "./planned-check.ts";

const tools = 'Documentation/process/submit-checklist.rst, "Check your code with tools"';
const build = 'Documentation/process/submit-checklist.rst, "Build your code"';

const warnings: Rule = {
  check: "warnings",
  rule: "Touched files give no new warnings with W=1.",
  source: `${build}; Documentation/kbuild/kbuild.rst`,
};

const analysers: readonly (Rule & {
  readonly by: CheckerName;
  readonly make: readonly string[];
})[] = [
  {
    check: "sparse",
    rule: "sparse finds nothing new in touched files.",
    source: tools,
    by: "sparse",
    make: ["C=2"],
  },
  {
    check: "coccinelle",
    rule: "The tree's semantic patches find nothing new in touched files.",
    source: "Documentation/dev-tools/coccinelle.rst",
    by: "coccinelle",
    make: ["C=2", "CHECK=scripts/coccicheck", "MODE=report"],
  },
  {
    check: "smatch",
    rule: "smatch finds nothing new in touched files.",
    source: tools,
    by: "smatch",
    make: ["C=2", "CHECK=smatch -p=kernel"],
  },
];

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

const otherArch: Rule = {
  check: "i386",
  rule: "Touched files compile for 32 bits too.",
  source: build,
};

const clang: Rule = {
  check: "clang",
  rule: "Touched files compile with clang, without warnings.",
  source: "Documentation/kbuild/llvm.rst",
};

export type ObjectGround = {
  readonly posted: PostedSeries;
  /** Its patchesDigest: random configurations are drawn by it. */
  readonly digest: Digest;
  /** One flavour of the unpatched head and of the series. */
  readonly base: PlannedKernel;
  readonly patched: PlannedKernel;
  readonly arch: Architecture;
  /** The same of 32 bits, where the installation has such a flavour. */
  readonly other?: { readonly patched: PlannedKernel; readonly arch: Architecture };
  readonly host: HostFacts;
  readonly checkers: Checkers;
  /** Fewer samples. */
  readonly quick: boolean;
};

export function objectChecks(of: ObjectGround): PlannedCheck[] {
  const files = touchedFiles(of.posted).filter((file) => /\.[cS]$/.test(file));
  if (!files.length) {
    const rules = [warnings, ...analysers, allno, random, options, otherArch, clang];
    return rules.map(({ check, rule, source }) =>
      plainCheck({ check, rule, source }, notApplicable("no C file is touched")),
    );
  }
  const compile = new Compile(of, files);
  return [
    compared(warnings, of, compile, { make: ["W=1"] }),
    ...analysers.map((one) => analyserCheck(of, compile, one)),
    allnoCheck(of),
    randomCheck(of, compile),
    optionsCheck(of, compile),
    otherArchCheck(of, compile),
    clangCheck(of, compile),
  ];
}

/** The steps that compile touched objects. */
class Compile {
  readonly #of: ObjectGround;
  readonly #files: readonly string[];

  constructor(of: ObjectGround, files: readonly string[]) {
    this.#of = of;
    this.#files = files;
  }

  touched({ source, head, series }: PlannedKernel): Step<readonly TouchedObject[]> {
    return step(touchedObjects, `${head} ${series}`, { files: this.#files }, { source });
  }

  inputs(kernel: PlannedKernel) {
    const { source } = kernel;
    return { source, config: configOf(kernel), touched: this.touched(kernel) };
  }

  params(kernel: PlannedKernel, more: readonly string[] = []) {
    const { toolchain } = this.#of.host;
    const arch = kernel === this.#of.other?.patched ? this.#of.other.arch : this.#of.arch;
    const folder = `objects-${kernel.flavour}`;
    return { folder, arch, tools: [toolchain.compiler, toolchain.linker, ...more] };
  }

  /** With the configuration of the kernel, where none is given. */
  step(
    kernel: PlannedKernel,
    make: readonly string[],
    more: { tools?: readonly string[]; config?: Step<KernelConfig>; folder?: string } = {},
  ): Step<Compiled> {
    const params = { ...this.params(kernel, more.tools), make };
    const { config, folder } = more;
    return step(
      compileObjects,
      `${folder ?? kernel.flavour} ${make.join(" ")} ${kernel.head} ${kernel.series}`,
      { ...params, ...(folder ? { folder: `objects-${folder}` } : {}) },
      { ...this.inputs(kernel), ...(config ? { config } : {}) },
    );
  }
}

function configOf({ built }: PlannedKernel): Step<KernelConfig> {
  return built.inputs["config"] as Step<KernelConfig>;
}

/** Before and after, as sets; `more`: what else runs. */
function compared(
  rule: Rule,
  { base, patched }: ObjectGround,
  compile: Compile,
  { make, more = [] }: { make: readonly string[]; more?: readonly string[] },
): PlannedCheck {
  const steps = [base, patched].map((kernel) => compile.step(kernel, make, { tools: more }));
  return stepCheck(rule, steps as [Step<Compiled>, Step<Compiled>], seeNew);
}

function seeNew(before: Compiled, after: Compiled): Seen {
  const fresh = {
    ...after,
    complaints: newComplaints(before, after),
    errors: after.errors.filter((one) => !before.errors.includes(one)),
  };
  return seeCompiled(fresh, "before and after");
}

function analyserCheck(
  of: ObjectGround,
  compile: Compile,
  { by, make, check, rule, source }: (typeof analysers)[number],
): PlannedCheck {
  const own = of.checkers[by];
  const named = { check, rule, source };
  return own
    ? compared(named, of, compile, { make, more: [own.digest] })
    : plainCheck(named, forAPerson(`${by} is not installed: ${howToGet[by]}`));
}

function allnoCheck({ patched, arch, host: { toolchain } }: ObjectGround): PlannedCheck {
  const params = {
    config: "allnoconfig",
    arch,
    tools: [toolchain.compiler, toolchain.linker],
  } as const;
  const label = `allnoconfig ${patched.head}+${patched.series}`;
  const built = step(buildWhole, label, params, { source: patched.source });
  return stepCheck(allno, [built], ({ errors }) =>
    seenIn(errors, `${arch.target} of ${arch.architecture}`),
  );
}

/** Drawn by the patches: each version of a series is tried with others, and the same one with the same. */
function randomCheck({ digest, patched, quick }: ObjectGround, compile: Compile): PlannedCheck {
  const first = Number.parseInt(digest.slice(0, 7), 16);
  const seeds = Array.from({ length: quick ? 1 : 3 }, (_, at) => first + at);
  const steps = seeds.map((seed) => {
    const params = { ...compile.params(patched), folder: "objects-random", make: [], seed };
    const config = step(varyConfig, `randconfig ${seed}`, params, compile.inputs(patched));
    return compile.step(patched, [], { config, folder: "random" });
  });
  return stepCheck(random, steps, (...all) => seeRandom(seeds, all));
}

function seeRandom(seeds: readonly number[], all: readonly Compiled[]): Seen {
  const lines = all.map(
    ({ objects, left }, at) =>
      `KCONFIG_SEED=${seeds[at]}: ${objects.length} of ${objects.length + left.length} objects`,
  );
  const faults = all.flatMap(({ errors }, at) =>
    errors.map((error) => `KCONFIG_SEED=${seeds[at]}: ${error}`),
  );
  if (!faults.length && all.every(({ objects }) => !objects.length))
    return forAPerson("no sample took a touched file", lines);
  return seenIn(faults, `${counted(all.length, "sample")}, ${lines.join("; ")}`);
}

function optionsCheck({ posted, patched }: ObjectGround, compile: Compile): PlannedCheck {
  const touched = touchedOptions(posted.patches.flatMap(({ files }) => files));
  const params = { ...compile.params(patched), options: touched, folder: "objects-options" };
  const tried = step(tryOptions, patched.flavour, params, compile.inputs(patched));
  return stepCheck(options, [tried], seeOptions);
}

function seeOptions(tried: readonly TriedOption[]): Seen {
  const had = tried.flatMap(({ option, asked, compiled }) =>
    compiled ? [{ option, asked, compiled }] : [],
  );
  const lines = tried.map(({ option, asked, got, compiled }) =>
    compiled
      ? `${option}=${asked}: ${counted(compiled.objects.length, "object")}`
      : `${option}=${asked}: cannot be had, it becomes ${got}`,
  );
  const faults = had.flatMap(({ option, asked, compiled }) =>
    compiled.errors.map((error) => `${option}=${asked}: ${error}`),
  );
  const names = new Set(tried.map(({ option }) => option));
  return seenIn(
    faults,
    `${counted(names.size, "option")}, ${counted(had.length, "configuration")}`,
    lines,
  );
}

function otherArchCheck({ other }: ObjectGround, compile: Compile): PlannedCheck {
  if (!other) return plainCheck(otherArch, forAPerson("no flavour of images/flavours is for i386"));
  return stepCheck(otherArch, [compile.step(other.patched, [])], (compiled) =>
    seeCompiled(compiled, `flavour ${other.patched.flavour}`),
  );
}

function seeCompiled({ objects, left, errors, complaints }: Compiled, how: string): Seen {
  const details = [...objects, ...left.map((object) => `${object}: left out by the configuration`)];
  if (!objects.length)
    return forAPerson(`${how}: the configuration leaves out every touched file`, details);
  const faults = [
    ...errors,
    ...complaints.map(({ line }) => line).filter((line) => !errors.includes(line)),
  ];
  return seenIn(faults, `${counted(objects.length, "object")}, ${how}`, details);
}

function clangCheck(of: ObjectGround, compile: Compile): PlannedCheck {
  const { patched, checkers, arch } = of;
  const own = checkers.clang;
  if (!own) return plainCheck(clang, forAPerson(`clang is not installed: ${howToGet.clang}`));
  const { suffix, digest } = own;
  const make = [`LLVM=${suffix || 1}`, `CC=ccache clang${suffix}`, `HOSTCC=ccache clang${suffix}`];
  const params = { ...compile.params(patched, [digest]), folder: "objects-clang", make };
  const config = step(varyConfig, `clang ${arch.architecture}`, params, compile.inputs(patched));
  const compiled = compile.step(patched, make, { tools: [digest], config, folder: "clang" });
  return stepCheck(clang, [compiled], (seen) => seeCompiled(seen, `clang${suffix}`));
}
