// The rows of a hypervisor's series: with it they are taken, each beside the row that it is seen against; without it, none.

import type { Descriptions } from "../../model/described/descriptions.ts";
import { hypervisorOf, rowOf } from "../../model/described/hypervisor-of.ts";

/** `series`: those that were asked for, the kernel's too; `platforms`: in the order of the descriptions. */
export function withSeriesRows(
  { platforms: all, hypervisorSeries }: Descriptions,
  series: readonly string[],
  platforms: readonly string[],
): string[] {
  const own = new Set(hypervisorSeries.keys());
  if (!own.size) return [...platforms];
  const taken = new Set(series.filter((name) => own.has(name)));
  const rows = platforms.flatMap((name) => {
    const under = hypervisorUnder(all, name);
    if (under === undefined || !own.has(under)) return [name];
    return taken.has(under) ? [rowOf(name, under), name] : [];
  });
  return [...new Set(rows)];
}

function hypervisorUnder(all: Descriptions["platforms"], name: string): string | undefined {
  const platform = all.get(name);
  return platform && hypervisorOf(all, platform);
}
