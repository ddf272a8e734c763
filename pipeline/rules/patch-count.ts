// At most fifteen patches in one posting.

import { pluralize } from "../model/pluralize.ts";
import { type PatchRule, resultIn } from "./rule.ts";
import type { PostedSeries } from "./posted-series.ts";

const most = 15;

export const patchCount: PatchRule<PostedSeries> = {
  check: "patch-count",
  rule: `At most ${most} patches in one posting.`,
  source: 'Documentation/process/submitting-patches.rst, "Separate your changes"',
  see: ({ patches: { length } }) =>
    resultIn(
      length > most ? [`${length} patches: post the first ${most} or so and wait`] : [],
      pluralize(length, "patch", "patches"),
    ),
};
