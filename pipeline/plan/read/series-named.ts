// The series of a name, where somebody names one.

import type { Descriptions } from "../../model/described/descriptions.ts";
import { UserError } from "../../model/errors.ts";
import type { Series } from "../../model/described/series.ts";
import { unknownName } from "../../model/unknown-name.ts";

/** Throws UserError for a series that is not there, or that cannot be read. */
export function seriesNamed(
  { series, brokenSeries }: Pick<Descriptions, "series" | "brokenSeries">,
  name: string,
): Series {
  const found = series.get(name);
  if (found) return found;
  const broken = brokenSeries.get(name);
  if (broken) throw new UserError(broken.message, broken.hint);
  throw unknownName("series", name, series.keys(), "./twinboot list series");
}
