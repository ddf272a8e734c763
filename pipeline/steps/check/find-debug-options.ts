// What of the tree's x86_debug.config, and of the sanitizers, a kernel was built with.

import type { SourceTree } from "../model/head.ts";
import type { Kernel } from "../model/kernel.ts";
import { pass } from "../model/outcome.ts";
import type { JsonObject } from "../model/json.ts";
import type { StepKind } from "../model/step.ts";
import { configValues, lostOptions } from "../parse/kconfig.ts";
import { Git } from "../tools/git.ts";
import { notInHead } from "./configure-kernel.ts";
import { headsFolder } from "./import-head.ts";

type Inputs = { source: SourceTree; kernel: Kernel };

export type DebugOptions = { readonly on: readonly string[]; readonly off: readonly string[] };

const sanitizers = ["CONFIG_KASAN", "CONFIG_UBSAN"].map((option) => [option, "y"] as const);

/** Options that the tree itself no longer has are of neither list. */
export const findDebugOptions: StepKind<JsonObject, Inputs, DebugOptions> = {
  name: "find-debug-options",
  version: 1,
  nature: "pure",
  lane: "io",
  reads: ({ source, kernel }) => ({ tree: source.tree, config: kernel.config.digest }),
  async run({ kept, read }, _, { source, kernel }) {
    const git = new Git(kept(headsFolder));
    const fragment = await git.try({
      args: ["cat-file", "blob", `${source.tree}:kernel/configs/x86_debug.config`],
    });
    const asked = new Map([...configValues(fragment.stdout), ...sanitizers]);
    for (const gone of await notInHead(git, source.tree, [...asked.keys()])) asked.delete(gone);
    const config = configValues((await read(kernel.config)).toString());
    const off = lostOptions(asked, config).map(({ symbol }) => symbol);
    return pass({ on: [...asked.keys()].filter((option) => !off.includes(option)), off });
  },
};
