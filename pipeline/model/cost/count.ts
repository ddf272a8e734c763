// What two boots of one kernel counted. Equal counts are exact; one that differs is named, and is not.

import type { GuestMetric } from "../boot/guest-record.ts";

export type Count = {
  readonly workload: string;
  readonly iterations: number;
  /** One of each boot, in the order of the boots. */
  readonly values: readonly number[];
  /** Why it is not exact. */
  readonly demoted?: string;
};

/** A workload that only one of the boots counted has one value, and is not exact. */
export function countsOf(boots: readonly (readonly GuestMetric[])[]): Count[] {
  const names = [...new Set(boots.flatMap((boot) => boot.map(({ name }) => name)))];
  return names.map((name) => {
    const found = boots.flatMap((boot) => boot.filter((metric) => metric.name === name));
    const values = found.map(({ count }) => count);
    return countOf(name, found[0]?.iterations ?? 1, values, boots.length);
  });
}

/** `values`: of those boots that have one. */
export function countOf(
  workload: string,
  iterations: number,
  values: readonly number[],
  boots: number,
): Count {
  const demoted = whyDemoted(values, boots);
  return { workload, iterations, values, ...(demoted ? { demoted } : {}) };
}

function whyDemoted(values: readonly number[], boots: number): string | undefined {
  if (values.length < boots) return `counted in ${values.length} of ${boots} boots`;
  const [first = 0, ...others] = values;
  const other = others.find((value) => value !== first);
  if (other === undefined) return undefined;
  return `two boots of one kernel counted ${first} and ${other}`;
}
