// What of a series is asked for on one kernel: a suite that needs another one is left out there, and said.

import satisfies from "semver/functions/satisfies.js";
import type { HeadPin } from "../../model/described/head.ts";
import { upstream } from "../../model/described/needs.ts";
import type { Series } from "../../model/described/series.ts";
import { fragmentWithout } from "../../parse/source/kconfig.ts";

/** The series without the suites, and their options, that this head's kernel for the architecture cannot have. */
export function seriesForKernel(series: Series, pin: HeadPin | undefined, on: string): Series {
  const others = Object.entries(series.needs).filter(([, { arch }]) => arch && !arch.includes(on));
  const left = [...leftOut(series, pin), ...others];
  if (!left.length) return series;
  const options = new Set(left.map(([, { option }]) => option));
  return {
    ...series,
    kconfig: fragmentWithout(series.kconfig, options),
    kunit: series.kunit.filter((suite) => !left.some(([name]) => name === suite)),
  };
}

/** `suite: why` for each that is left out on all kernels of a head. */
export function suitesNotForHead(series: Series, pin: HeadPin | undefined): string[] {
  return leftOut(series, pin).map(
    ([suite, { kernel, because }]) => `${suite}: needs kernel ${kernel}: ${because}`,
  );
}

/** Only a Debian head tells its version before it is imported: of any other all is asked for. */
function leftOut({ needs }: Series, pin: HeadPin | undefined) {
  if (pin?.kind !== "debian") return [];
  const version = upstream(pin.version);
  return Object.entries(needs).filter(([, { kernel }]) => kernel && !satisfies(version, kernel));
}
