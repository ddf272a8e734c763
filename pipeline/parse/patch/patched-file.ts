// One file of a diff: the one form in which patches are held from import to report.

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
  /** Where the file was; absent for a new one. Paths are text; see path-bytes.ts. */
  readonly before?: string;
  /** Where it is; absent for a deleted one. */
  readonly after?: string;
  /** A plain diff whose old side is empty does not say whether the file is new: it is where the tree has none. */
  readonly newIfAbsent?: true;
  /** The object ids of the `index` line, as long as they stand there. */
  readonly blobBefore?: string;
  readonly blobAfter?: string;
  /** Octal, one of those that a tree may hold: `100644`, `100755`, `120000`, `160000`. */
  readonly modeBefore?: string;
  readonly modeAfter?: string;
  /** Its content is no text: only git can apply it. */
  readonly binary?: true;
  /** The file it was made from stays. */
  readonly copied?: true;
  readonly hunks: readonly Hunk[];
};

/** With its own bytes, one character each: junk, header and body of all files, between head and tail, are the diff. */
export type DiffFile = PatchedFile & {
  /** `Index: file`, `=====`, `diff -urN` and other words of tools in front of it. */
  readonly junk: string;
  /** From `diff --git` or `---` up to the first hunk. */
  readonly header: string;
  /** The hunks, or git's binary patch. */
  readonly body: string;
};
