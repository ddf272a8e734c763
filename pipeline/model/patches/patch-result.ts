// How one patch of a series fared on one head, and what shows it. Type, check and documentation in one, for run.json.

import { z } from "zod";

const hunkPlace = z.strictObject({
  path: z.string(),
  header: z.string().describe("`@@ -1,2 +3,4 @@ function` as the patch says it"),
  state: z
    .enum(["applies", "landed", "conflict"])
    .describe("its old lines are there; its new lines are there already; neither"),
  drift: z
    .number()
    .int()
    .optional()
    .describe("of one that applies: lines between where it says it belongs and where it went"),
  resolution: z
    .string()
    .optional()
    .describe("of one in conflict: the kept resolution that fits it, where another hunk has none"),
});

/** Where one hunk stands on a head. */
export type HunkPlace = z.infer<typeof hunkPlace>;

const commitFields = {
  commit: z.string(),
  subject: z.string(),
  author: z.string().describe("`Name <address>`"),
  date: z.string().describe("ISO 8601"),
  link: z.string().optional().describe("the `Link:` of its message"),
};
const upstreamCommit = z.strictObject({
  ...commitFields,
  release: z
    .string()
    .optional()
    .describe("the first tag that contains it: `v7.3-rc2`; absent where none does"),
});

/** A commit of the head's own history. */
export type UpstreamCommit = z.infer<typeof upstreamCommit>;

/** From the surest down. */
export const upstreamRungs = [
  "message-id",
  "patch-id",
  "named-commit",
  "empty-result",
  "reverse-apply",
  "subject-and-author",
  "range-diff",
  "similarity",
] as const;

const upstreamEvidence = z.strictObject({
  rung: z
    .enum(upstreamRungs)
    .describe("one rung of the ladder that finds a patch upstream, from the surest down"),
  seen: z.string().describe("what was seen, in words"),
  weight: z
    .enum(["proof", "hint"])
    .describe("proof alone may drop a patch, and only where the head shows it too"),
  commit: upstreamCommit
    .optional()
    .describe("absent where the tree shows it and no history names the commit"),
  revertedBy: upstreamCommit
    .optional()
    .describe("the commit that says it takes that one back; none takes back this one"),
});

export type UpstreamEvidence = z.infer<typeof upstreamEvidence>;
export type UpstreamRung = UpstreamEvidence["rung"];

const conflictCause = z.strictObject({
  path: z.string(),
  header: z.string().describe("the hunk, as the patch says it"),
  side: z
    .enum(["newer", "older"])
    .optional()
    .describe(
      "newer: the head has the commits and the base lacks them; older: the other way round",
    ),
  commits: z
    .array(
      z.strictObject({
        ...commitFields,
        kind: z
          .enum(["prerequisite", "incidental"])
          .describe(
            "it changed lines or symbols that the patch changes or uses; or the context only",
          ),
      }),
    )
    .readonly()
    .describe("newest first"),
  more: z.literal(true).optional().describe("there are older ones: see git log -L"),
  difference: z
    .array(z.string())
    .readonly()
    .optional()
    .describe(
      "where no commit is named: how the two trees differ around the hunk, as a diff or in a sentence",
    ),
});

/** The cause of one hunk's conflict; a hunk that both head and base changed has a cause on each side. */
export type ConflictCause = z.infer<typeof conflictCause>;

const misapplyAlarm = z.strictObject({
  alarm: z.enum(["function-changed", "other-function", "signature-changed", "twice"]),
  path: z.string(),
  header: z.string(),
  says: z.string().describe("one sentence that names the function or symbol"),
});

/** It applied, and may be wrong all the same. */
export type MisapplyAlarm = z.infer<typeof misapplyAlarm>;

const usedResolution = z.strictObject({
  name: z.string().describe("file name in patches/<series>/resolutions/"),
  head: z.string().describe("the head it was made for"),
  author: z.string(),
  date: z.string(),
  rangeDiff: z
    .array(z.string())
    .readonly()
    .describe("git range-diff of the patch as written against the patch as resolved"),
});

/** A kept resolution that was used. */
export type UsedResolution = z.infer<typeof usedResolution>;

export const patchResultSchema = z.strictObject({
  patch: z.string().describe("file name in patches/<series>/"),
  subject: z.string(),
  result: z.enum([
    "clean",
    "drifted",
    "merged",
    "resolved",
    "partly-upstream",
    "upstream",
    "empty",
    "revisit",
    "conflict",
    "blocked-by",
  ]),
  commit: z.string().optional().describe("the commit that holds it, where it was applied"),
  drift: z
    .number()
    .int()
    .optional()
    .describe("of a drifted one: how many lines from its place the hunk that moved most went"),
  hunks: z
    .array(hunkPlace)
    .readonly()
    .optional()
    .describe("every hunk of a patch that does not simply apply"),
  evidence: z.array(upstreamEvidence).readonly().optional(),
  reworked: z
    .array(upstreamCommit)
    .readonly()
    .optional()
    .describe("of an upstream one that no longer stands there: the commits that changed its lines"),
  causes: z.array(conflictCause).readonly().optional(),
  alarms: z.array(misapplyAlarm).readonly().optional(),
  resolution: usedResolution.optional(),
  blockedBy: z.string().optional().describe("the patch that must be mended first"),
  conflicts: z
    .array(z.string())
    .readonly()
    .optional()
    .describe("what was in the way: `path` or `path @@ -1,2 +1,3 @@`"),
});

export type PatchResult = z.infer<typeof patchResultSchema>;
