// The kernels between a head and a series: with its first patch, its first two, and so on, to see which one costs what.

import type { MeasuredKernel } from "../../model/cost/bench-plan.ts";
import type { Descriptions } from "../../model/described/descriptions.ts";
import type { Flavour } from "../../model/described/flavour.ts";
import type { HeadPin } from "../../model/described/head.ts";
import type { PlannedHead } from "../../model/work/plan.ts";
import { baseRow, type Series } from "../../model/described/series.ts";
import { configValues } from "../../parse/source/kconfig.ts";
import { seriesForKernel } from "./series-for-kernel.ts";
import { type PlanRequest, plannedKernels } from "./matrix.ts";
import { plannedRebases } from "./rebases.ts";

/** Each series once for each of its patches but the last: with all of them it is among the others. */
export function perPatchKernels(
  request: PlanRequest,
  heads: readonly PlannedHead[],
): MeasuredKernel[] {
  const { all, selection } = request;
  const chosen = selection.series.flatMap((name) => all.series.get(name) ?? []);
  return chosen.flatMap((series) =>
    series.patches.slice(1).flatMap((_, at) => kernelsWith(request, heads, series, at + 1)),
  );
}

function kernelsWith(
  request: PlanRequest,
  heads: readonly PlannedHead[],
  series: Series,
  patches: number,
): MeasuredKernel[] {
  const { all, selection, pins } = request;
  const kernels = selection.heads.flatMap((head) => {
    const cut: PlanRequest = {
      ...request,
      all: withFirst(all, series, { patches, pin: pins.heads.get(head) }),
      described: all.flavours,
      selection: { ...selection, heads: [head], series: [series.series] },
    };
    return plannedKernels(cut, heads, plannedRebases(cut, heads));
  });
  const patched = kernels.filter((kernel) => kernel.series !== baseRow);
  return patched.map((one): MeasuredKernel => Object.assign({ patches }, one));
}

/** An option of the series may come with a later patch: it is required only if the tree has it. */
export function withFirst(
  all: Descriptions,
  series: Series,
  { patches, pin }: { readonly patches: number; readonly pin: HeadPin | undefined },
): Descriptions {
  const some: Series = { ...series, patches: series.patches.slice(0, patches), kconfig: "" };
  const asking = (flavour: Flavour): Flavour => {
    const { kconfig } = seriesForKernel(series, pin, flavour.arch);
    return {
      ...flavour,
      fragment: `${flavour.fragment}\n${kconfig}`,
      optional: [...flavour.optional, ...configValues(kconfig).keys()],
    };
  };
  const flavours = [...all.flavours].map(([name, flavour]) => [name, asking(flavour)] as const);
  return {
    ...all,
    series: new Map([...all.series, [series.series, some]]),
    flavours: new Map(flavours),
  };
}
