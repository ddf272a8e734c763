// A series of more than two patches says what it is about in a letter of its own.

import { notApplicable, type PatchRule, resultIn } from "./rule.ts";
import type { PostedSeries } from "./posted-series.ts";

export const coverLetter: PatchRule<PostedSeries> = {
  check: "cover-letter",
  rule: "A series has a cover letter that says what it is for.",
  source: 'Documentation/process/5.Posting.rst, "Patch formatting and changelogs"',
  see: ({ patches, cover }) =>
    patches.length < 3 && !cover
      ? notApplicable("one or two patches speak for themselves")
      : resultIn(cover ? [] : ["there is no cover.md beside the patches"], "cover.md"),
};
