// What of the descriptions a run takes: the filters of the command line, the defaults of twinboot.yaml.

import { UserError } from "../model/errors.ts";
import type { Descriptions } from "../model/descriptions.ts";
import { prerequisitesOf } from "./prerequisites.ts";

/** Names as the command line gave them; `all` takes everything, absent takes the default. */
export type Filters = {
  readonly series?: readonly string[];
  readonly head?: readonly string[];
  readonly flavour?: readonly string[];
  readonly platform?: readonly string[];
};

export type Selection = {
  readonly series: readonly string[];
  readonly heads: readonly string[];
  readonly flavours: readonly string[];
  readonly platforms: readonly string[];
};

/** Throws UserError for a name that leads nowhere. */
export function selectionOf(all: Descriptions, filters: Filters): Selection {
  const { installation } = all;
  const wanted = installation.default;
  const heads = Object.keys(installation.heads);
  const series = [...all.series.keys(), ...all.brokenSeries.keys()].toSorted();
  return {
    series: chosen("series", filters.series, series, series),
    heads: chosen("head", filters.head, heads, wanted.heads),
    flavours: chosen("flavour", filters.flavour, [...all.flavours.keys()], wanted.flavours),
    platforms: chosen("platform", filters.platform, [...all.platforms.keys()], wanted.platforms),
  };
}

function chosen(
  what: string,
  asked: readonly string[] | undefined,
  all: readonly string[],
  otherwise: readonly string[],
): readonly string[] {
  if (!asked) return otherwise;
  if (asked.includes("all")) return all;
  const unknown = asked.find((name) => !all.includes(name));
  if (unknown === undefined) return asked;
  throw new UserError(
    `--${what} ${unknown}: there is no such ${what}`,
    `there are: ${all.join(", ") || "none"}`,
  );
}

/** The heads that must be imported: the chosen ones, and those that the chosen series were written on. */
export function neededHeads(all: Descriptions, selection: Selection): string[] {
  const used = selection.series.flatMap((name) => {
    const series = all.series.get(name);
    return series ? [series, ...prerequisitesOf(series, all.series).map((one) => one.series)] : [];
  });
  return [...new Set([...selection.heads, ...used.map(({ base }) => base)])];
}

/** The hypervisors that the chosen platforms run under. */
export function neededHypervisors(all: Descriptions, selection: Selection): string[] {
  const names = selection.platforms.map((name) => all.platforms.get(name)?.hypervisor?.name);
  return [...new Set(names.filter((name) => name !== undefined))];
}
