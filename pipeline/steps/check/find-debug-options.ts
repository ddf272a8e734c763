// What of the tree's x86_debug.config, and of the sanitizers, a kernel was built with.

import type { SourceTree } from "../../model/described/head.ts";
import type { Kernel } from "../../model/described/kernel.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { JsonObject } from "../../model/json.ts";
import type { StepKind } from "../../model/work/step.ts";
import { configValues, lostOptions } from "../../parse/source/kconfig.ts";
import { Git } from "../../tools/git.ts";
import { ObjectDatabase } from "../../tools/object-database.ts";
import { notInHead } from "../build/configure-kernel.ts";
import { headsFolder } from "../source/import-head.ts";

type Inputs = { source: SourceTree; kernel: Kernel };

export type DebugOptions = { readonly on: readonly string[]; readonly off: readonly string[] };

const sanitizers = ["CONFIG_KASAN", "CONFIG_UBSAN"].map((option) => [option, "y"] as const);

/** Options that the tree itself no longer has are of neither list. */
export const findDebugOptions: StepKind<JsonObject, Inputs, DebugOptions> = {
  name: "find-debug-options",
  version: 1,
  nature: "pure",
  pool: "io",
  reads: ({ source, kernel }) => ({ tree: source.tree, config: kernel.config.digest }),
  async run({ kept, read }, _, { source, kernel }) {
    const git = new Git(kept(headsFolder));
    const db = ObjectDatabase.of(git.dir);
    const fragment = await db.file(source.tree, "kernel/configs/x86_debug.config");
    const asked = new Map([...configValues(fragment?.toString() ?? ""), ...sanitizers]);
    for (const gone of await notInHead(git, source.tree, [...asked.keys()])) asked.delete(gone);
    const config = configValues((await read(kernel.config)).toString());
    const off = lostOptions(asked, config).map(({ symbol }) => symbol);
    return pass({ on: [...asked.keys()].filter((option) => !off.includes(option)), off });
  },
};
