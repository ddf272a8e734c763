// A flavour's fragments over a tree's own base configuration; every asked-for option must survive olddefconfig.

import type { KernelArchitecture } from "../../model/described/architecture.ts";
import { InfraError } from "../../model/errors.ts";
import { type Finding, kernelFault } from "../../model/judge/finding.ts";
import type { Flavour } from "../../model/described/flavour.ts";
import type { SourceTree } from "../../model/described/head.ts";
import type { Toolchain } from "../../model/described/host.ts";
import type { KernelConfig } from "../../model/described/kernel.ts";
import { fail, pass } from "../../model/judge/outcome.ts";
import { baseRow } from "../../model/described/series.ts";
import type { StepContext, StepKind } from "../../model/work/step.ts";
import { configValues, fragmentWithout, lostOptions } from "../../parse/source/kconfig.ts";
import { bringFiles } from "../../tools/bring-files.ts";
import { Git } from "../../tools/git.ts";
import type { ShellResult } from "../../tools/command.ts";
import { pasteable, run } from "../../tools/shell.ts";
import { headsFolder } from "../source/import-head.ts";
import type { ConfigurationFiles } from "./configuration-files.ts";
import {
  inScratch,
  keptBuildFolder,
  type KernelFolders,
  kernelMake,
  plannedFolders,
  toolsOf,
} from "./kernel-make.ts";
import { mustHavePrograms } from "./must-have-programs.ts";
import { type Build, type HeadRecipe, ownBuild } from "./own-build.ts";

type Params = {
  flavour: Flavour;
  arch: KernelArchitecture;
  series: string;
  seriesFragment: string;
  toolchain: Toolchain;
};
/** `head`: what the tree is built on; the unpatched head is its own. `decides`: all that is read of both. */
type Inputs = { source: SourceTree; head: SourceTree; decides: ConfigurationFiles };

export const configureKernel: StepKind<Params, Inputs, KernelConfig> = {
  name: "configure-kernel",
  // 2: no configuration that another series could write.
  version: 2,
  nature: "pure",
  pool: "machine",
  reads: ({ decides }) => decides,
  commands: (context, { flavour, arch, toolchain }, { head }) => {
    const kept = keptBuildFolder(flavour.flavour, head?.release ?? "<release>");
    const folders = plannedFolders(context, kept, toolsOf(toolchain));
    return configTargets(flavour).map((target) => pasteable(configMake(folders, arch, target)));
  },
  async run(context, params, { source, head }) {
    const { flavour, series, seriesFragment } = params;
    const git = new Git(context.kept(headsFolder));
    const absent = await notInHead(git, source.tree, flavour.optional);
    const asked = `${fragmentWithout(flavour.fragment, new Set(absent))}\n${seriesFragment}`;
    const build = await ownBuild(context, { source, head }, recipeOf(context, params, head));
    const config = await configured(context, build, params, asked);
    if (typeof config !== "string") return fail(configureFinding(config));
    const lost = lostOptions(configValues(asked), configValues(config));
    if (lost.length)
      return fail(lostFinding(lost, { flavour: flavour.flavour, series, seriesFragment }));
    return pass({ config: await context.keepBytes(config, ".config"), notInHead: absent });
  },
};

function configTargets(flavour: Flavour): string[] {
  return [flavour.base, "olddefconfig"];
}

function configMake(folders: KernelFolders, arch: KernelArchitecture, target: string): string[] {
  return kernelMake(folders, arch, [`KCONFIG_CONFIG=${inScratch("config")}`, target], 1);
}

/** Optional symbols that no Kconfig file of the tree defines. */
export async function notInHead(
  git: Git,
  tree: string,
  optional: readonly string[],
): Promise<string[]> {
  await bringFiles(git, tree, (path) => path.includes("Kconfig"));
  const defined = await Promise.all(
    optional.map(async (symbol) => {
      const pattern = `^(menu)?config ${symbol.replace("CONFIG_", "")}$`;
      const args = ["grep", "-qE", pattern, tree, "--", "*Kconfig*"];
      return (await git.try({ args })).ok;
    }),
  );
  return optional.filter((_, at) => !defined[at]);
}

function recipeOf(
  context: StepContext,
  { flavour, arch, toolchain }: Params,
  head: SourceTree,
): HeadRecipe {
  return {
    kept: keptBuildFolder(flavour.flavour, head.release),
    objects: "configure",
    by: { base: flavour.base, arch: arch.make },
    tools: toolsOf(toolchain),
    make: async ({ folders }) => {
      const result = await make(context, folders, arch, flavour.base);
      mustHavePrograms(result, "the unpatched head");
      if (result.exitCode !== 0) throw headFailed(flavour.base, result.log);
    },
  };
}

type Failed = { readonly target: string; readonly log: string };

async function configured(
  context: StepContext,
  { folders, scratch }: Build,
  { flavour, arch }: Params,
  asked: string,
): Promise<string | Failed> {
  for (const target of configTargets(flavour)) {
    const { exitCode, log } = await make(context, folders, arch, target);
    if (exitCode !== 0) return { target, log };
    // The fragment goes after the base and before olddefconfig: the last word on a symbol counts.
    if (target === flavour.base)
      await scratch.write("config", `${await scratch.text("config")}\n${asked}`);
  }
  return scratch.text("config");
}

async function make(
  { signal }: StepContext,
  folders: KernelFolders,
  arch: KernelArchitecture,
  target: string,
): Promise<ShellResult> {
  return run(configMake(folders, arch, target), { signal });
}

/** The unpatched head was configured by the same make on this machine, so that it is not the machine's. */
function configureFinding({ target, log }: Failed): Finding {
  const [first = "make said nothing", ...rest] = lastLines(log);
  return {
    reason: "build-failed",
    fault: kernelFault,
    summary: `the kernel cannot be configured: make ${target}: ${first}`,
    detail: [first, ...rest],
  };
}

function headFailed(target: string, log: string): InfraError {
  return new InfraError(
    `make ${target} of the unpatched head failed: ${lastLines(log).join(" ")}`,
    "look for missing tools with: ./twinboot doctor",
  );
}

function lastLines(log: string): string[] {
  return log.trim().split("\n").slice(-3);
}

type Askers = { flavour: string; series: string; seriesFragment: string };

function lostFinding(
  lost: readonly { symbol: string; asked: string; got: string }[],
  { flavour, series, seriesFragment }: Askers,
): Finding {
  const ofSeries = configValues(seriesFragment);
  const first = lost.find((one) => ofSeries.has(one.symbol)) ?? lost[0];
  const asks =
    first && ofSeries.has(first.symbol) ? `the series ${series}` : `the flavour ${flavour}`;
  return {
    reason: "option-lost",
    // The flavour is what the unpatched tree is configured with too: what that loses is the description's.
    fault: series === baseRow ? "description" : "series",
    summary: `${asks} asks for ${first?.symbol}=${first?.asked}, and olddefconfig made it ${first?.got}`,
    detail: lost.map(({ symbol, asked, got }) => `${symbol}: asked ${asked}, got ${got}`),
  };
}
