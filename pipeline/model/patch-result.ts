// How one patch of a series fared on one head, and what shows it.

/** Where one hunk stands on a head. */
export type HunkPlace = {
  readonly path: string;
  /** `@@ -1,2 +3,4 @@ function` as the patch says it. */
  readonly header: string;
  /**
   * `applies`: its old lines are there, `landed`: its new lines are there already, `conflict`: neither.
   */
  readonly state: "applies" | "landed" | "conflict";
  /** Lines between where it says it belongs and where it went; only of one that applies. */
  readonly drift?: number;
};

/** A commit of the head's own history. */
export type UpstreamCommit = {
  readonly commit: string;
  readonly subject: string;
  /** `Name <address>`. */
  readonly author: string;
  /** ISO 8601. */
  readonly date: string;
  /** The `Link:` of its message, where it has one. */
  readonly link?: string;
};

/** One rung of the ladder that finds a patch in a head's history, from the surest down. */
export type UpstreamRung =
  | "message-id"
  | "patch-id"
  | "empty-result"
  | "reverse-apply"
  | "subject-and-author"
  | "range-diff"
  | "similarity";

export type UpstreamEvidence = {
  readonly rung: UpstreamRung;
  /** What was seen, in words. */
  readonly seen: string;
  /** `proof` alone may drop a patch, and only where the head shows it too; a `hint` asks a person. */
  readonly weight: "proof" | "hint";
  /** Absent where the tree shows it and no history names the commit. */
  readonly commit?: UpstreamCommit;
};

/** What stands in the way of one hunk; one that head and base have both changed has a cause of each side. */
export type ConflictCause = {
  readonly path: string;
  readonly header: string;
  /** `newer`: the head has the commits and the base lacks them; `older`: the base has them and the head lacks them. */
  readonly side?: "newer" | "older";
  /** Newest first. */
  readonly commits: readonly (UpstreamCommit & {
    /**
     * `prerequisite`: it changed lines or symbols that the patch itself changes or uses. `incidental`: it touched
     * the context only.
     */
    readonly kind: "prerequisite" | "incidental";
  })[];
  /** There are older ones: see git log -L. */
  readonly more?: true;
  /**
   * Where no commit is named (no common history, or a conflict with the series' own patches): how the two trees differ
   * around the hunk, as a unified diff, or in a sentence. Bytes, one character each.
   */
  readonly difference?: readonly string[];
};

/** It applied, and may be wrong all the same. */
export type MisapplyAlarm = {
  readonly alarm: "function-changed" | "other-function" | "signature-changed" | "twice";
  readonly path: string;
  readonly header: string;
  /** One sentence that names the function or symbol. */
  readonly says: string;
};

/** A kept resolution that was used: shown with what it made of the patch. */
export type UsedResolution = {
  /** File name in patches/<series>/resolutions/. */
  readonly name: string;
  readonly head: string;
  readonly author: string;
  readonly date: string;
  /** `git range-diff` of the patch as written against the patch as resolved. */
  readonly rangeDiff: readonly string[];
};

export const patchResults = [
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
] as const;

export type PatchResult = {
  readonly patch: string;
  readonly subject: string;
  readonly result: (typeof patchResults)[number];
  /** The commit that holds it, where it was applied. */
  readonly commit?: string;
  /** Every hunk of a patch that is neither clean nor upstream. */
  readonly hunks?: readonly HunkPlace[];
  readonly evidence?: readonly UpstreamEvidence[];
  readonly causes?: readonly ConflictCause[];
  readonly alarms?: readonly MisapplyAlarm[];
  readonly resolution?: UsedResolution;
  /** The patch that must be mended first. */
  readonly blockedBy?: string;
  /** What was in the way: `path` or `path hunk @@ -1,2 +1,3 @@`. */
  readonly conflicts?: readonly string[];
};
