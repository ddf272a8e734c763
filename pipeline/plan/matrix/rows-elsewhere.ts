// Rows that are a platform under another hypervisor than it is described with: what they are seen against.

import type { Descriptions } from "../../model/described/descriptions.ts";
import { hypervisorOf, rowOf } from "../../model/described/hypervisor-of.ts";
import { isGuest, type Platform } from "../../model/described/platform.ts";
import { baseRow, type HypervisorSeries } from "../../model/described/series.ts";
import type { PlannedCell } from "../../model/work/plan.ts";

type Platforms = Pick<Descriptions, "platforms">;

/** The series that made the hypervisor which the platform runs under. */
export function hypervisorSeriesOf(
  all: Pick<Descriptions, "platforms" | "hypervisorSeries">,
  platform: Platform,
): HypervisorSeries | undefined {
  return all.hypervisorSeries.get(hypervisorOf(all.platforms, platform) ?? "");
}

/** The same by name, as a cell has it. */
export function patchedBy(
  ...of: Parameters<typeof hypervisorSeriesOf>
): Pick<PlannedCell, "hypervisorSeries"> {
  const series = hypervisorSeriesOf(...of);
  return series ? { hypervisorSeries: series.series } : {};
}

/** Copies after what they are copies of, and hosts before their guests: the later ones look at the others. */
export function inOrder(all: Platforms, platforms: readonly Platform[]): Platform[] {
  const rank = (one: Platform): number => 2 * originsOf(all, one) + Number(isGuest(one));
  return platforms.toSorted((a, b) => rank(a) - rank(b));
}

/** The unpatched kernel on the platform that this one is a copy of, where it is of this plan. */
export function elsewhereOf(
  all: Platforms,
  platform: Platform,
  flavour: string,
  cells: readonly PlannedCell[],
): { elsewhere?: PlannedCell } {
  const plain = plainOf(all, platform);
  const elsewhere = cells.find(
    (one) => one.platform === plain && one.series === baseRow && one.flavour === flavour,
  );
  return elsewhere ? { elsewhere } : {};
}

/** How many platforms it is a copy of, one of the other. */
function originsOf(all: Platforms, platform: Platform): number {
  const plain = all.platforms.get(plainOf(all, platform) ?? "");
  return plain ? 1 + originsOf(all, plain) : 0;
}

function plainOf({ platforms }: Platforms, platform: Platform): string | undefined {
  const under = hypervisorOf(platforms, platform);
  const plain = under === undefined ? platform.platform : rowOf(platform.platform, under);
  return plain === platform.platform ? undefined : plain;
}
