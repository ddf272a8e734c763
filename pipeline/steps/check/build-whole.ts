// A whole kernel with a configuration of the tree's own (allnoconfig), for whether it builds: nothing is kept of it.

import type { KernelArchitecture } from "../../model/described/architecture.ts";
import type { Compiled } from "../../model/described/compiled.ts";
import type { SourceTree } from "../../model/described/head.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { StepContext, StepKind } from "../../model/work/step.ts";
import { cpus } from "../../tools/host.ts";
import { pasteable } from "../../tools/shell.ts";
import { folderFor, plannedCheckFolders } from "./check-tree.ts";
import { made } from "./compiled-objects.ts";
import { kernelMake } from "../build/kernel-make.ts";
import { type Build, ownBuild } from "../build/own-build.ts";

type Params = { config: "allnoconfig"; arch: KernelArchitecture; tools: readonly string[] };
type Inputs = { source: SourceTree; head: SourceTree };

export const buildWhole: StepKind<Params, Inputs, Compiled> = {
  name: "build-whole",
  // 2: nothing of what another series' build left.
  version: 2,
  nature: "pure",
  pool: "machine",
  reads: ({ source }) => source.tree,
  commands: (context, { config, arch, tools }, { head }) => {
    const folders = plannedCheckFolders(context, head, tools);
    return [config, arch.target].map((target) =>
      pasteable(kernelMake(folders, arch, [target], cpus())),
    );
  },
  async run(context, { config, arch, tools }, inputs) {
    const build = await ownBuild(context, inputs, {
      kept: folderFor(inputs.head.release),
      objects: config,
      by: { config, arch: arch.make, target: arch.target },
      tools,
      make: (heads) => whole(context, heads, { config, arch }),
    });
    return pass(await whole(context, build, { config, arch }));
  },
};

async function whole(
  context: StepContext,
  build: Build,
  { config, arch }: Pick<Params, "config" | "arch">,
): Promise<Compiled> {
  const nothing = { objects: [], left: [] };
  const configured = await made(context, build, { arch, make: [config] });
  if (configured.errors.length) return { ...nothing, ...configured };
  return { ...nothing, ...(await made(context, build, { arch, make: [arch.target] })) };
}
