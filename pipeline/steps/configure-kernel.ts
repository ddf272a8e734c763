// A flavour's fragments over a tree's own base configuration; every asked-for option must survive olddefconfig.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Architecture } from "../model/architecture.ts";
import { InfraError } from "../model/errors.ts";
import type { Finding } from "../model/finding.ts";
import type { Flavour } from "../model/flavour.ts";
import type { SourceTree } from "../model/head.ts";
import type { KernelConfig } from "../model/kernel.ts";
import { fail, pass } from "../model/outcome.ts";
import { baseRow } from "../model/series.ts";
import type { StepContext, StepKind } from "../model/step.ts";
import { configValues, fragmentWithout, lostOptions } from "../parse/kconfig.ts";
import { Git } from "../tools/git.ts";
import { KeptBuild } from "../tools/kept-build.ts";
import { pasteable, run } from "../tools/shell.ts";
import { headsFolder } from "./import-head.ts";
import {
  ccacheFolder,
  inScratch,
  keptBuildFolder,
  type KernelFolders,
  kernelMake,
  plannedFolders,
} from "./kernel-make.ts";

type Params = { flavour: Flavour; arch: Architecture; series: string; seriesFragment: string };
type Inputs = { source: SourceTree };

export const configureKernel: StepKind<Params, Inputs, KernelConfig> = {
  name: "configure-kernel",
  version: 1,
  nature: "pure",
  lane: "machine",
  reads: ({ source }) => source.tree,
  commands: (context, { flavour, arch }, { source }) => {
    const folders = plannedFolders(context, flavour.flavour, source?.release ?? "<release>");
    return configTargets(flavour).map((target) => pasteable(configMake(folders, arch, target)));
  },
  async run(context, { flavour, arch, series, seriesFragment }, { source }) {
    const git = new Git(context.kept(headsFolder));
    const kept = new KeptBuild(context.kept(keptBuildFolder(flavour.flavour, source.release)));
    await kept.moveTo(git, source.tree);
    const absent = await notInHead(git, source.tree, flavour.optional);
    const asked = `${fragmentWithout(flavour.fragment, new Set(absent))}\n${seriesFragment}`;
    const config = await made(context, kept, { flavour, arch, asked });
    const lost = lostOptions(configValues(asked), configValues(config.toString()));
    if (lost.length)
      return fail(lostFinding(lost, { flavour: flavour.flavour, series, seriesFragment }));
    return pass({ config: await context.keepBytes(config, ".config"), notInHead: absent });
  },
};

function configTargets(flavour: Flavour): string[] {
  return [flavour.base, "olddefconfig"];
}

function configMake(folders: KernelFolders, arch: Architecture, target: string): string[] {
  return kernelMake(folders, arch, [`KCONFIG_CONFIG=${inScratch("config")}`, target], 1);
}

/** Optional symbols that no Kconfig file of the tree defines. */
export async function notInHead(
  git: Git,
  tree: string,
  optional: readonly string[],
): Promise<string[]> {
  const defined = await Promise.all(
    optional.map(async (symbol) => {
      const pattern = `^(menu)?config ${symbol.replace("CONFIG_", "")}$`;
      const args = ["grep", "-qE", pattern, tree, "--", "*Kconfig*"];
      return (await git.try({ args })).ok;
    }),
  );
  return optional.filter((_, at) => !defined[at]);
}

async function made(
  { kept: keptFolder, workDir, signal }: StepContext,
  kept: KeptBuild,
  { flavour, arch, asked }: Pick<Params, "flavour" | "arch"> & { asked: string },
): Promise<Buffer> {
  const ccache = keptFolder(ccacheFolder);
  await mkdir(ccache, { recursive: true });
  const folders = { source: kept.source, objects: kept.objects, scratch: workDir, ccache };
  const config = join(workDir, "config");
  for (const target of configTargets(flavour)) {
    const result = await kept.making(() => run(configMake(folders, arch, target), { signal }));
    if (result.exitCode !== 0) throw makeFailed(target, result.log);
    // The fragment goes after the base and before olddefconfig: the last word on a symbol counts.
    if (target === flavour.base)
      await writeFile(config, `${await readFile(config, "utf8")}\n${asked}`);
  }
  return readFile(config);
}

function makeFailed(target: string, log: string): InfraError {
  const last = log.trim().split("\n").slice(-3).join(" ");
  return new InfraError(
    `make ${target} failed: ${last}`,
    "look for what is missing with: ./twinboot doctor",
  );
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
