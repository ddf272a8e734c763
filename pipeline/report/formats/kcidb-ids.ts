// The names of a run's things in KCIDB. They begin with the origin and are digests: no name of ours can break one.

import { digestOfValue } from "../../model/digest.ts";
import type { Json } from "../../model/json.ts";
import type { RunCell, RunRecord } from "../../model/record/run-record.ts";

export const kcidbOrigin = "twinboot";

/** `twinboot:...`: the same for the same thing of the same run. */
export function kcidbId(run: Pick<RunRecord, "run" | "startedAt">, ...of: readonly Json[]): string {
  return `${kcidbOrigin}:${digestOfValue([run.run, run.startedAt, ...of]).slice(0, 24)}`;
}

export function kcidbBuildId(
  run: RunRecord,
  { head, series, flavour }: Pick<RunCell, "head" | "series" | "flavour">,
): string {
  return kcidbId(run, "build", head, series, flavour);
}

export function kcidbBootId(run: RunRecord, cell: RunCell): string {
  const { head, series, flavour, platform } = cell;
  return kcidbId(run, "boot", head, series, flavour, platform);
}
