// For each series and head: the search for the newest commit on which the series applies as written.

import type { CleanBase } from "../../model/patches/clean-base.ts";
import type { PlannedHead } from "../../model/work/plan.ts";
import { type Step, step } from "../../model/work/step.ts";
import { newestClean } from "../../steps/newest-clean.ts";
import { required } from "../required.ts";
import type { RebaseRequest } from "./rebases.ts";

export type PlannedCleanBase = {
  readonly series: string;
  readonly head: PlannedHead;
  readonly searched: Step<CleanBase>;
};

/** Of the series that can be read. What a series needs before it is not applied: it is looked for as it is. */
export function plannedCleanBases(
  { all, selection }: RebaseRequest,
  heads: readonly PlannedHead[],
): PlannedCleanBase[] {
  const sound = selection.series.flatMap((name) => all.series.get(name) ?? []);
  return sound.flatMap(({ series, patches }) =>
    selection.heads.map((name) => {
      const head = required(
        heads.find((one) => one.name === name),
        name,
      );
      const inputs = { head: head.imported };
      const label = `${series} on ${name}`;
      return { series, head, searched: step(newestClean, label, { series, patches }, inputs) };
    }),
  );
}
