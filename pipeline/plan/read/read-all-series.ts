// Every folder of patches/. One series that is broken does not stop the others.

import type { Descriptions } from "../../model/described/descriptions.ts";
import { UserError } from "../../model/errors.ts";
import type { BrokenSeries, Series } from "../../model/described/series.ts";
import { readSeries } from "./read-series.ts";

type AllSeries = Pick<Descriptions, "series" | "brokenSeries">;

/** A series that cannot be read goes by its folder's name. */
export function readAllSeries(root: string, folders: readonly string[]): AllSeries {
  const series = new Map<string, Series>();
  const brokenSeries = new Map<string, BrokenSeries>();
  const from = new Map<string, string>();
  for (const folder of folders) {
    const broken = brokenOr(() => {
      const { name, value } = readSeries(root, folder);
      const other = from.get(name);
      if (other !== undefined)
        throw new UserError(
          `patches/${folder}/series.yaml: the name ${name} is already used by patches/${other}`,
          "give each a name of its own",
        );
      from.set(name, folder);
      series.set(name, value);
    });
    if (broken) brokenSeries.set(folder, broken);
  }
  return { series, brokenSeries };
}

/** Why it did not work; undefined where it did. Our own mistakes are thrown on. */
export function brokenOr(work: () => void): BrokenSeries | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return { message: error.message, hint: error.hint };
    throw error;
  }
}
