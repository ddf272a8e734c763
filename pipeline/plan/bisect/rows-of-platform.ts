// A platform under each of the described hypervisors, and the order of these. Pure.

import { compare, valid } from "semver";
import type { Descriptions } from "../../model/described/descriptions.ts";
import { hypervisorOf, rowOf, rowUnder } from "../../model/described/hypervisor-of.ts";
import { upstream } from "../../model/described/needs.ts";

/** The platform's name without a hypervisor; hypervisor -> the platform under it. Undefined where it runs under none. */
export type RowsOfPlatform = {
  readonly plain: string;
  readonly under: string;
  readonly rows: ReadonlyMap<string, string>;
};

export function rowsOfPlatform(
  { platforms, hypervisors }: Pick<Descriptions, "platforms" | "hypervisors">,
  platform: string,
): RowsOfPlatform | undefined {
  const described = platforms.get(platform);
  const under = described && hypervisorOf(platforms, described);
  if (under === undefined) return undefined;
  const plain = rowOf(platform, under);
  const rows = [...hypervisors.keys()].flatMap((name) => {
    const row = [rowUnder(plain, name), plain].find((one) => {
      const found = platforms.get(one);
      return found && hypervisorOf(platforms, found) === name;
    });
    return row === undefined ? [] : [[name, row] as const];
  });
  return { plain, under, rows: new Map(rows) };
}

/**
 * From one to the other by their versions, whichever is the older, both ends with them; those that share a version stand
 * in the order of their full ones, as Debian has them.
 */
export function betweenVersions<T extends { readonly version: string }>(
  all: readonly T[],
  from: T,
  to: T,
): T[] {
  const sorted = all.toSorted(byVersion);
  const [start, end] = [sorted.indexOf(from), sorted.indexOf(to)];
  return start <= end ? sorted.slice(start, end + 1) : sorted.slice(end, start + 1).toReversed();
}

function byVersion(one: { version: string }, other: { version: string }): number {
  const [a, b] = [upstream(one.version), upstream(other.version)];
  const first = valid(a) && valid(b) ? compare(a, b) : 0;
  return first || one.version.localeCompare(other.version, "en", { numeric: true });
}
