// Where in a head's history a series applies as written.

/** `git am` without -3: every patch at some offset, none of it there already. */
export type CleanBase = {
  /** The newest commit along the first parents on which all of it applies; absent where there is none among those tried. */
  readonly clean?: NamedCommit;
  /** The commit behind it, after which it no longer does; absent where it applies to the head itself. */
  readonly broke?: NamedCommit & {
    /** The first patch in the way there. */
    readonly patch: string;
    /** Nothing of it is left to apply there: it is in the head already. */
    readonly isThere: boolean;
  };
  /** On how many commits it was tried. */
  readonly tried: number;
};

export type NamedCommit = {
  readonly commit: string;
  readonly subject: string;
  /** `v7.3-rc2-12-g0123456789ab`, or the commit shortened where there is no tag below it. */
  readonly described: string;
};
