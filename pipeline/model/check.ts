// One line of the readiness checklist: what upstream demands of a posting, who says so, and what was seen.

import type { Digest } from "./digest.ts";

/** `person`: no program can answer it; `not-applicable`: the series has nothing that the rule speaks of. */
export type CheckOutcome = "passed" | "failed" | "not-applicable" | "person";

export type Check = {
  /** One word per rule, stable over releases: `checkpatch`, `boots-after-each-patch`. */
  readonly check: string;
  /** The rule in one sentence. */
  readonly rule: string;
  /** The document that makes it: `Documentation/process/submitting-patches.rst, "Separate your changes"`. */
  readonly source: string;
  readonly outcome: CheckOutcome;
  /** What was seen, in one sentence: never empty. */
  readonly words: string;
  /** What it rests on, line by line, as the tool said it: `0003: WARNING: line over 100 columns`. */
  readonly details: readonly string[];
  /** `patchesDigest` of the series that was looked at: what was seen of another one proves nothing of this one. */
  readonly series: Digest;
  /** The tree it was applied to (40 hex); absent where the patches alone were read. */
  readonly base?: string;
};

/** All lines of one series on one head. */
export type Checklist = {
  readonly series: string;
  readonly head: string;
  readonly checks: readonly Check[];
};
