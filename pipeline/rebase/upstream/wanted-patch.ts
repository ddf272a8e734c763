// A patch as the rungs of the ladder compare it with the commits of a head.

import type { UpstreamEvidence } from "../../model/patches/patch-result.ts";
import type { ChangedHunk } from "./changed-lines.ts";
import type { PatchIds } from "../../parse/patch/patch-id.ts";
import { type IndexedCommit, upstreamCommit } from "./upstream-index.ts";

export type WantedPatch = {
  readonly name: string;
  readonly subject: string;
  /** `Name <address>`. */
  readonly author: string;
  /** Without angle brackets. */
  readonly messageId?: string;
  /** The commits that it is or says to be a backport of; ids may be shortened. */
  readonly origins: readonly string[];
  readonly ids?: PatchIds;
  readonly files: ReadonlySet<string>;
  readonly hunks: readonly ChangedHunk[];
};

/** Evidence that names a commit, and the one that took it back. */
export function evidence(
  rung: UpstreamEvidence["rung"],
  weight: UpstreamEvidence["weight"],
  seen: string,
  commit: IndexedCommit,
): UpstreamEvidence {
  const by = commit.revertedBy;
  const later = by ? `; reverted by ${by.commit.slice(0, 12)} ("${by.subject}")` : "";
  return {
    rung,
    weight,
    seen: seen + later,
    commit: upstreamCommit(commit),
    ...(by ? { revertedBy: by } : {}),
  };
}
