// Heads imported, and every series onto every head, behind what it needs applied first.

import type { Descriptions } from "../../model/described/descriptions.ts";
import type { HeadPin, SourceTree } from "../../model/described/head.ts";
import type { PlannedHead, PlannedRebase } from "../../model/work/plan.ts";
import type { BrokenSeries, RebasedSeries, Series } from "../../model/described/series.ts";
import { type Step, step } from "../../model/work/step.ts";
import { importHead } from "../../steps/source/import-head.ts";
import { rebaseSeries } from "../../steps/rebase-series.ts";
import { refuseSeries } from "../../steps/refuse-series.ts";
import { suitesNotForHead } from "./series-for-kernel.ts";
import { type Needed, prerequisitesOf } from "../read/prerequisites.ts";
import type { Selection } from "../read/selection.ts";
import { required } from "../required.ts";
import { type ImportedHeads, writtenOn } from "./written-on.ts";

export type RebaseRequest = {
  readonly all: Descriptions;
  readonly selection: Selection;
  readonly pins: { readonly heads: ReadonlyMap<string, HeadPin> };
};

export function plannedHeads({ all, pins }: RebaseRequest): PlannedHead[] {
  return [...pins.heads].map(([name, pin]) => ({
    name,
    description: required(all.installation.heads[name], name),
    pin,
    imported: step(importHead, name, { pin }, {}),
  }));
}

export function plannedRebases(
  request: RebaseRequest,
  heads: readonly PlannedHead[],
): PlannedRebase[] {
  const { all, selection } = request;
  const imported = new Map(heads.map((head) => [head.name, head.imported]));
  const at = { pins: request.pins.heads, imported };
  return selection.heads.flatMap((head) =>
    selection.series.map((name) => {
      const series = all.series.get(name);
      return series
        ? plannedRebase(request, series, head, at)
        : refused(name, head, required(all.brokenSeries.get(name), name));
    }),
  );
}

function refused(series: string, head: string, broken: BrokenSeries): PlannedRebase {
  const rebased = step(refuseSeries, `${series} on ${head}`, broken, {});
  return { series, head, patches: [], rebased, notAsked: [], behind: [] };
}

function plannedRebase(
  { all, pins }: RebaseRequest,
  series: Series,
  head: string,
  at: ImportedHeads,
): PlannedRebase {
  const needed = prerequisitesOf(series, all.series);
  const own = { head: required(at.imported.get(head), head), name: head };
  const base = { head: writtenOn(series, at), name: series.base };
  const behind = stackOf(needed, own, at);
  const inputs = {
    head: behind.at(-1)?.rebased ?? own.head,
    writtenOn: stackOf(needed, base, at).at(-1)?.rebased ?? base.head,
  };
  const { series: name, patches, resolutions, margin } = series;
  return {
    series: name,
    head,
    margin,
    patches: patches.map((patch) => patch.name),
    rebased: step(
      rebaseSeries,
      `${name} onto ${head}`,
      { series: name, patches, resolutions },
      inputs,
    ),
    notAsked: suitesNotForHead(series, pins.heads.get(head)),
    behind,
  };
}

/** What a series needs, each onto the one before. */
function stackOf(
  needed: readonly Needed[],
  onto: { readonly head: Step<SourceTree>; readonly name: string },
  at: ImportedHeads,
): PlannedRebase["behind"] {
  const stack: { series: string; rebased: Step<RebasedSeries> }[] = [];
  for (const { series, patches } of needed) {
    const params = { series: series.series, patches, resolutions: series.resolutions };
    const rebased = step(rebaseSeries, `${series.series} onto ${onto.name}`, params, {
      head: stack.at(-1)?.rebased ?? onto.head,
      writtenOn: writtenOn(series, at),
    });
    stack.push({ series: series.series, rebased });
  }
  return stack;
}
