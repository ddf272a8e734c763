// For each series and head: the search for the commits that the head lacks so that the series applies.

import type { Prerequisites } from "../../model/patches/prerequisites.ts";
import type { SourceTree } from "../../model/described/head.ts";
import type { PlannedHead } from "../../model/work/plan.ts";
import { type Step, step } from "../../model/work/step.ts";
import { findPrerequisites } from "../../steps/find-prerequisites.ts";
import { required } from "../required.ts";
import { plannedRebases, type RebaseRequest } from "./rebases.ts";

export type PlannedPrerequisites = {
  readonly series: string;
  readonly head: PlannedHead;
  readonly searched: Step<Prerequisites>;
};

/** From the trees that a rebase starts from. Of the series that can be read. */
export function plannedPrerequisites(
  request: RebaseRequest,
  heads: readonly PlannedHead[],
): PlannedPrerequisites[] {
  return plannedRebases(request, heads).flatMap(({ series, head: name, rebased }) => {
    const patches = request.all.series.get(series)?.patches;
    const { head, writtenOn } = rebased.inputs as Partial<
      Record<"head" | "writtenOn", Step<SourceTree>>
    >;
    if (!patches || !head || !writtenOn) return [];
    const of = required(
      heads.find((one) => one.name === name),
      name,
    );
    const label = `${series} on ${name}`;
    const searched = step(findPrerequisites, label, { series, patches }, { head, writtenOn });
    return { series, head: of, searched };
  });
}
