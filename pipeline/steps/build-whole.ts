// A whole kernel with a configuration of the tree's own (allnoconfig), for whether it builds: nothing is kept of it.

import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Architecture } from "../model/architecture.ts";
import type { Compiled } from "../model/compiled.ts";
import type { SourceTree } from "../model/head.ts";
import { pass } from "../model/outcome.ts";
import type { StepKind } from "../model/step.ts";
import { cpus } from "../tools/host.ts";
import { pasteable } from "../tools/shell.ts";
import { checkTree, plannedCheckFolders } from "./check-tree.ts";
import { made } from "./compiled-objects.ts";
import { kernelMake } from "./kernel-make.ts";

type Params = { config: "allnoconfig"; arch: Architecture; tools: readonly string[] };
type Inputs = { source: SourceTree };

export const buildWhole: StepKind<Params, Inputs, Compiled> = {
  name: "build-whole",
  version: 1,
  nature: "pure",
  lane: "machine",
  reads: ({ source }) => source.tree,
  commands: (context, { config, arch }, { source }) => {
    const folders = plannedCheckFolders(context, source, config);
    return [config, arch.target].map((target) =>
      pasteable(kernelMake(folders, arch, [target], cpus())),
    );
  },
  async run(context, { config, arch }, { source }) {
    const build = await checkTree(context, source, config);
    await rm(join(build.objects, ".config"), { force: true });
    const nothing = { objects: [], left: [] };
    const configured = await made(context, build, { arch, make: [config] });
    if (configured.errors.length) return pass({ ...nothing, ...configured });
    return pass({ ...nothing, ...(await made(context, build, { arch, make: [arch.target] })) });
  },
};
