// One file of a diff.

export type Hunk = {
  /** `@@ -1,2 +3,4 @@` with what follows it. */
  readonly header: string;
  /** First line before and after, counted from 1; 0 where that side has no lines. */
  readonly oldStart: number;
  readonly newStart: number;
  /**
   * ` `, `-` or `+`, then the line with its line feed; without one where it ends a file that has none there.
   * Bytes, one character each.
   */
  readonly lines: readonly string[];
};

export type PatchedFile = {
  /** Where the file was; absent for a new one. */
  readonly before?: string;
  /** Where it is; absent for a deleted one. */
  readonly after?: string;
  /** The object ids of the `index` line, as long as they stand there. */
  readonly blobBefore?: string;
  readonly blobAfter?: string;
  /** Octal, as the diff says them: `100644`. */
  readonly modeBefore?: string;
  readonly modeAfter?: string;
  /** Its content is no text: only git can apply it. */
  readonly binary?: true;
  /** The file it was made from stays. */
  readonly copied?: true;
  readonly hunks: readonly Hunk[];
};
