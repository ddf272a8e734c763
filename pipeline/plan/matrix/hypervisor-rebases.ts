// Series of a hypervisor, each onto the hypervisor's own source, by the engine that rebases the kernel's.

import type { Descriptions } from "../../model/described/descriptions.ts";
import type { SourceTree } from "../../model/described/head.ts";
import { type Hypervisor, isPackaged } from "../../model/described/hypervisor.ts";
import type { HypervisorSeries } from "../../model/described/series.ts";
import type { PlannedRebase } from "../../model/work/plan.ts";
import { type Step, step } from "../../model/work/step.ts";
import { rebaseSeries } from "../../steps/rebase-series.ts";
import { importHypervisor } from "../../steps/source/import-hypervisor.ts";
import { neededHypervisors, type Selection } from "../read/selection.ts";
import { required } from "../required.ts";
import type { Pins } from "./pins.ts";

type Request = {
  readonly all: Descriptions;
  readonly selection: Selection;
  readonly pins: Pick<Pins, "hypervisors">;
};

/** Of those whose hypervisors the chosen platforms run under. `head`: the hypervisor that the series changes. */
export function hypervisorRebases({ all, selection, pins }: Request): PlannedRebase[] {
  return neededHypervisors(all, selection).flatMap((name) => {
    const series = all.hypervisorSeries.get(name);
    return series ? [rebaseOf({ all, pins }, series)] : [];
  });
}

function rebaseOf(request: Omit<Request, "selection">, series: HypervisorSeries): PlannedRebase {
  const { series: name, for: head, base, patches, resolutions, margin } = series;
  const inputs = { head: importedOf(request, head), writtenOn: importedOf(request, base) };
  const params = { series: name, patches, resolutions };
  return {
    series: name,
    head,
    margin,
    patches: patches.map((patch) => patch.name),
    rebased: step(rebaseSeries, `${name} onto ${head}`, params, inputs),
    notAsked: [],
    behind: [],
  };
}

function importedOf({ all, pins }: Omit<Request, "selection">, name: string): Step<SourceTree> {
  const described: Hypervisor = required(all.hypervisors.get(name), name);
  if (isPackaged(described)) throw new Error(`${name} was not checked to have a source`);
  const { hypervisor, source } = described;
  const params = {
    hypervisor: { hypervisor, source },
    pin: required(pins.hypervisors.get(name), name),
  };
  return step(importHypervisor, name, params, {});
}
