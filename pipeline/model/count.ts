// What two boots of one kernel counted. Equal counts are exact; one that differs is named, and is not.

import type { GuestMetric } from "./guest-record.ts";

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
    const demoted = whyDemoted(values, boots.length);
    const iterations = found[0]?.iterations ?? 1;
    return { workload: name, iterations, values, ...(demoted ? { demoted } : {}) };
  });
}

/** Undefined where every boot has a value and all are equal. */
export function whyDemoted(values: readonly number[], boots: number): string | undefined {
  if (values.length < boots) return `counted in ${values.length} of ${boots} boots`;
  const [first = 0, ...others] = values;
  const other = others.find((value) => value !== first);
  if (other === undefined) return undefined;
  return `two boots of one kernel counted ${first} and ${other}`;
}
