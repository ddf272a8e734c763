// A series that could not be read: what it holds back is blocked with the reason, and the others go on.

import { fail } from "../model/judge/outcome.ts";
import type { BrokenSeries, RebasedSeries } from "../model/described/series.ts";
import type { NoInputs, StepKind } from "../model/work/step.ts";

export const refuseSeries: StepKind<BrokenSeries, NoInputs, RebasedSeries> = {
  name: "refuse-series",
  version: 1,
  nature: "observation",
  pool: "io",
  run: async (_, { message, hint }) =>
    fail({ reason: "unusable-series", fault: "description", summary: message, detail: [hint] }),
};
