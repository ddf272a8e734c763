// The rules that the patches alone decide, in the order in which they are read.

import { changeLogs } from "./change-logs.ts";
import { coverLetter } from "./cover-letter.ts";
import { patchCount } from "./patch-count.ts";
import type { PostedSeries } from "./posted-series.ts";
import type { PatchRule } from "./rule.ts";
import { subjects } from "./subjects.ts";
import { tags } from "./tags.ts";

export const patchRules: readonly PatchRule<PostedSeries>[] = [
  patchCount,
  coverLetter,
  subjects,
  changeLogs,
  tags,
];
