// The commits that a tree lacks, and without which a series does not apply to it.

import type { NamedCommit } from "./clean-base.ts";

export type Prerequisites = {
  /** In the order in which they are to be picked; none of them can be left out. */
  readonly commits: readonly NamedCommit[];
  /** The tree with them and the series on it: that it applies was tried. Absent where it does not. */
  readonly tree?: string;
  /** What is in the way then: a patch of the series, or a commit that it needs. */
  readonly stuck?: string;
  /** Why nothing was looked for. */
  readonly why?: string;
};
