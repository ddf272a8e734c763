// What a bench is going to do, said before it starts: which kernels, why each, and how much of it is there already.

import type { BenchPlan, MeasuredKernel } from "../../model/cost/bench-plan.ts";
import { pluralize } from "../../model/pluralize.ts";
import { baseRow } from "../../model/described/series.ts";
import type { Step } from "../../model/work/step.ts";

/** `isStored`: whether the store has a step's product. `native`: the flavour without PARAVIRT. */
export function benchAhead(
  { sizes, counts, profiles, times }: BenchPlan,
  { isStored, native }: { isStored: (step: Step) => boolean; native: string | undefined },
): string {
  const platforms = [...new Set(counts.map(({ platform }) => platform))];
  const boots = [
    ...counts.flatMap((one) => one.boots),
    ...profiles.flatMap((one) => one.boots),
    ...times.map(({ booted }) => booted),
  ];
  const kernels = sizes.map(({ of, kernel }) => {
    const state = isStored(kernel) ? "in the store" : "to build    ";
    return `  ${state}  ${nameOf(of)}: ${purposeOf(of, native)}`;
  });
  const missing = boots.filter((boot) => !isStored(boot)).length;
  return [
    `counts instructions on ${platforms.join(", ") || "no platform"}`,
    ...kernels,
    `${pluralize(boots.length, "boot")}, ${missing} of them to do; each kernel is counted twice on each platform`,
  ].join("\n");
}

function nameOf({ head, series, flavour, patches }: MeasuredKernel): string {
  const of = patches === undefined ? series : `${series}:${patches}`;
  return `${head} ${of} ${flavour}`;
}

function purposeOf({ series, flavour, patches }: MeasuredKernel, native?: string): string {
  if (flavour === native) return "without PARAVIRT, for what paravirt itself costs";
  if (series === baseRow) return "the unpatched head, to compare with";
  return patches === undefined
    ? `with ${series}, for what the series costs`
    : `with ${pluralize(patches, "patch", "patches")} of ${series}, for what each patch costs (--ledger)`;
}
