// Which versions a platform is known to work with: a bad one is named instead of tried.

import coerce from "semver/functions/coerce.js";
import satisfies from "semver/functions/satisfies.js";
import type { Platform } from "./platform.ts";

/** As the programs and packages say them: `7.2.22`, `1:10.0.2+ds-2`, `4.17.5+72-g01140da4e8-1`. */
export type Versions = {
  readonly qemu: string;
  readonly hypervisor?: string;
  readonly kernel?: string;
};

/** In place of the version of what is built from a source that is not here yet. */
export const untold = "untold";

/** The first need that is not met, in words; undefined if all are met. An unknown version meets no need. */
export function unmetNeed(
  { platform, needs }: Pick<Platform, "platform" | "needs">,
  there: Versions,
): string | undefined {
  for (const what of ["qemu", "hypervisor", "kernel"] as const) {
    const range = needs[what];
    const version = there[what];
    if (range === undefined || (version && satisfies(upstream(version), range))) continue;
    // A git tree tells its version only once it is here: it is tried.
    if (version === untold || (what === "kernel" && version === undefined)) continue;
    return `${platform} needs ${what} ${range}; here it is ${version ?? "none"}`;
  }
  return undefined;
}

/** A Debian version without its epoch, as three numbers. */
export function upstream(version: string): string {
  return coerce(version.replace(/^\d+:/, ""))?.version ?? version;
}
