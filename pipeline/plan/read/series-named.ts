// The series of a name, where somebody names one.

import type { Descriptions } from "../../model/described/descriptions.ts";
import { UserError } from "../../model/errors.ts";
import type { Series } from "../../model/described/series.ts";
import { unknownName } from "../../model/unknown-name.ts";

/** Throws UserError for a series that is not there, or that cannot be read. */
export function seriesNamed(
  {
    series,
    brokenSeries,
    hypervisorSeries,
  }: Pick<Descriptions, "series" | "brokenSeries" | "hypervisorSeries">,
  name: string,
): Series {
  const found = series.get(name);
  if (found) return found;
  const broken = brokenSeries.get(name);
  if (broken) throw new UserError(broken.message, broken.hint);
  const own = hypervisorSeries.get(name);
  if (own)
    throw new UserError(
      `${name} is a series for ${own.for}, and this is for series of the kernel`,
      `rebase, build and boot it with: ./twinboot run --series ${name}`,
    );
  throw unknownName("series", name, series.keys(), "./twinboot list series");
}
