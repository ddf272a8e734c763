// Heads imported, and every series onto every head, behind what it needs applied first.

import type { Descriptions } from "../model/descriptions.ts";
import type { HeadPin, SourceTree } from "../model/head.ts";
import type { PlannedHead, PlannedRebase } from "../model/plan.ts";
import type { BrokenSeries, RebasedSeries, Series } from "../model/series.ts";
import { type Step, step } from "../model/step.ts";
import { importHead } from "../steps/import-head.ts";
import { rebaseSeries } from "../steps/rebase-series.ts";
import { refuseSeries } from "../steps/refuse-series.ts";
import { notAskedOn } from "./asked-on.ts";
import { type Needed, prerequisitesOf } from "./prerequisites.ts";
import type { Selection } from "./selection.ts";
import { wanted } from "./wanted.ts";

export type RebaseGround = {
  readonly all: Descriptions;
  readonly selection: Selection;
  readonly pins: { readonly heads: ReadonlyMap<string, HeadPin> };
};

export function plannedHeads({ all, pins }: RebaseGround): PlannedHead[] {
  return [...pins.heads].map(([name, pin]) => ({
    name,
    description: wanted(all.installation.heads[name], name),
    pin,
    imported: step(importHead, name, { pin }, {}),
  }));
}

export function plannedRebases(
  ground: RebaseGround,
  heads: readonly PlannedHead[],
): PlannedRebase[] {
  const { all, selection } = ground;
  const imported = new Map(heads.map((head) => [head.name, head.imported]));
  return selection.heads.flatMap((head) =>
    selection.series.map((name) => {
      const series = all.series.get(name);
      return series
        ? plannedRebase(ground, series, head, imported)
        : refused(name, head, wanted(all.brokenSeries.get(name), name));
    }),
  );
}

function refused(series: string, head: string, broken: BrokenSeries): PlannedRebase {
  const rebased = step(refuseSeries, `${series} on ${head}`, broken, {});
  return { series, head, patches: [], rebased, notAsked: [], behind: [] };
}

type Imported = ReadonlyMap<string, Step<SourceTree>>;

function plannedRebase(
  { all, pins }: RebaseGround,
  series: Series,
  head: string,
  imported: Imported,
): PlannedRebase {
  const needed = prerequisitesOf(series, all.series);
  const behind = stackOf(needed, head, imported);
  const inputs = {
    head: behind.at(-1)?.rebased ?? wanted(imported.get(head), head),
    writtenOn:
      stackOf(needed, series.base, imported).at(-1)?.rebased ??
      wanted(imported.get(series.base), series.base),
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
    notAsked: notAskedOn(series, pins.heads.get(head)),
    behind,
  };
}

/** What a series needs, each onto the one before. */
function stackOf(
  needed: readonly Needed[],
  onto: string,
  imported: Imported,
): PlannedRebase["behind"] {
  const stack: { series: string; rebased: Step<RebasedSeries> }[] = [];
  for (const { series, patches } of needed) {
    const head = stack.at(-1)?.rebased ?? wanted(imported.get(onto), onto);
    const writtenOn = wanted(imported.get(series.base), series.base);
    const params = { series: series.series, patches, resolutions: series.resolutions };
    const rebased = step(rebaseSeries, `${series.series} onto ${onto}`, params, {
      head,
      writtenOn,
    });
    stack.push({ series: series.series, rebased });
  }
  return stack;
}
