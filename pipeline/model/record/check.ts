// One line of the readiness checklist: what upstream demands of a posting, who says so, and what was seen.

import { z } from "zod";
import { digestSchema } from "../digest.ts";

/** `person`: no program can answer it; `not-applicable`: the series has nothing that the rule speaks of. */
const outcome = z.enum(["passed", "failed", "not-applicable", "person"]);

const check = z
  .strictObject({
    /** One word per rule, stable over releases: `checkpatch`, `boots-after-each-patch`. */
    check: z.string(),
    /** The rule in one sentence. */
    rule: z.string(),
    /** The document that makes it: `Documentation/process/submitting-patches.rst, "Separate your changes"`. */
    source: z.string(),
    outcome,
    /** What was seen, in one sentence: never empty. */
    words: z.string(),
    /** What it rests on, line by line, as the tool said it: `0003: WARNING: line over 100 columns`. */
    details: z.array(z.string()).readonly(),
    /** `patchesDigest` of the series that was looked at: what was seen of another one proves nothing of this one. */
    series: digestSchema,
    /** The tree it was applied to (40 hex); absent where the patches alone were read. */
    base: z.string().exactOptional(),
  })
  .readonly();

/** All lines of one series on one head. */
export const checklistSchema = z
  .strictObject({ series: z.string(), head: z.string(), checks: z.array(check).readonly() })
  .readonly();

export type CheckOutcome = z.infer<typeof outcome>;
export type Check = z.infer<typeof check>;
export type Checklist = z.infer<typeof checklistSchema>;
