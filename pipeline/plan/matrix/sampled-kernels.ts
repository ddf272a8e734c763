// Which kernels of a night are built again from nothing. Drawn so that no series can know it beforehand.

import { createHmac } from "node:crypto";
import type { Digest } from "../../model/digest.ts";
import type { Plan, PlannedKernel } from "../../model/work/plan.ts";
import { type Step, step } from "../../model/work/step.ts";
import type { Trace } from "../../model/record/trace.ts";
import { type Rebuilt, rebuildKernel } from "../../steps/build/rebuild-kernel.ts";
import { valueOf } from "./trace-values.ts";

export type SampledKernel = { readonly kernel: PlannedKernel; readonly rebuilt: Step<Rebuilt> };

type Ran = { readonly run: number; readonly traces: ReadonlyMap<Digest, Trace> };

/** One of each eight kernels that were built, and at least one. `seed`: the store's own secret. */
export function sampledKernels({ kernels }: Plan, ran: Ran, seed: string): SampledKernel[] {
  const built = kernels.filter((kernel) => valueOf(ran, kernel.built));
  const once = [...new Map(built.map((kernel) => [kernel.built.id, kernel])).values()];
  const lot = ({ built: { id } }: PlannedKernel): string =>
    createHmac("sha256", seed).update(`${ran.run} ${id}`).digest("hex");
  const drawn = once.toSorted((one, other) => (lot(one) < lot(other) ? -1 : 1));
  return drawn.slice(0, Math.ceil(drawn.length / 8)).map((kernel) => sampled(kernel));
}

function sampled(kernel: PlannedKernel): SampledKernel {
  const { built, head, series, flavour } = kernel;
  const { source, config } = built.inputs;
  const inputs = { source, config, kernel: built };
  const label = `${flavour} ${head} ${series}`;
  return { kernel, rebuilt: step(rebuildKernel, label, built.params as never, inputs as never) };
}
