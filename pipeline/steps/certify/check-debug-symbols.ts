// Debug symbols are of the kernel, which is known before anything is booted.

import type { Artifact } from "../../model/artifact.ts";
import type { PackagedKernel } from "../../model/described/packaged-kernel.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { StepKind } from "../../model/work/step.ts";
import { unpackDebugSymbols } from "./unpack-debug-symbols.ts";

/** By their build-id, which says that the two are of one build. */
export type DebugSymbols = { readonly file: Artifact; readonly buildId: string };

export const checkDebugSymbols: StepKind<
  { file: Artifact },
  { kernel: PackagedKernel },
  DebugSymbols
> = {
  name: "check-debug-symbols",
  version: 1,
  nature: "pure",
  pool: "io",
  runs: "description",
  reads: ({ kernel: { buildId } }) => ({ buildId }),
  async run(context, { file }, { kernel: { buildId } }) {
    await unpackDebugSymbols(context, file, buildId);
    return pass({ file, buildId });
  },
};
