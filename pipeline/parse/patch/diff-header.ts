// The header of one file in a diff -> where the file was and is, its modes and blobs; as git-apply(1) reads it.

import { gitNames, plainNames } from "./diff-names.ts";
import { DiffProblem } from "./diff-problem.ts";
import { isEpoch, isNothing } from "./diff-stamp.ts";
import type { Hunk, PatchedFile } from "./patched-file.ts";

type Where = {
  /** Index of the header's first line. */
  readonly at: number;
  readonly strip: number;
  readonly hunks: readonly Hunk[];
};

/** `strip`: how many folders the paths of the following files lose. */
type FileHeader = Omit<PatchedFile, "hunks"> & { readonly strip: number };

const extended =
  /^(?:old mode |new mode |deleted file mode |new file mode |copy (?:from|to) |rename (?:from|to|old|new) |similarity index |dissimilarity index |index [0-9a-f]|--- |\+\+\+ |Binary files |GIT binary patch\n)/;

/** Index of the line behind git's header that begins at `start`. */
export function headerEnd(lines: readonly string[], start: number): number {
  let at = start + 1;
  while (extended.test(lines[at] ?? "") && lines[at] !== "GIT binary patch\n") at += 1;
  return at;
}

/** Throws DiffProblem where the lines contradict each other, or name no file. */
export function gitHeader(lines: readonly string[], { at, strip }: Where): FileHeader {
  const header = lines.join("");
  const { from, to } = gitNames(lines, at, strip);
  const added = /^new file mode/m.test(header) || /^--- \/dev\/null\s*$/m.test(header);
  const deleted = /^deleted file mode/m.test(header) || /^\+\+\+ \/dev\/null\s*$/m.test(header);
  const moved = /^(?:rename|copy) /m.test(header);
  if ([added, deleted, moved].filter(Boolean).length > 1)
    throw new DiffProblem(at, `${to}: the lines of its header contradict each other`);
  return {
    ...(added ? {} : { before: from }),
    ...(deleted ? {} : { after: to }),
    ...blobsOf(header),
    ...modesOf(header, at),
    ...(/^Binary files /m.test(header) ? { binary: true } : {}),
    ...(/^copy from /m.test(header) ? { copied: true } : {}),
    strip,
  };
}

/** A plain diff says by /dev/null, or by the epoch as a date, that a file is new or gone. */
export function plainHeader(lines: readonly string[], { at, strip, hunks }: Where): FileHeader {
  const [first = "", second = ""] = lines.map((line) => line.slice(4));
  const { name, strip: own } = plainNames([first, second], at, strip);
  if (isNothing(first) || isEpoch(first)) return { after: name, modeAfter: "100644", strip: own };
  if (isNothing(second) || isEpoch(second))
    return { before: name, modeBefore: "100644", strip: own };
  const [only, ...more] = hunks;
  const isFirst = only?.lines.every((line) => line.startsWith("+")) && !more.length;
  const isNew = isFirst && only?.oldStart === 0;
  return { before: name, after: name, ...(isNew ? { newIfAbsent: true } : {}), strip: own };
}

function blobsOf(header: string): Pick<PatchedFile, "blobBefore" | "blobAfter"> {
  const index = /^index ([0-9a-f]+)\.\.([0-9a-f]+)/m.exec(header);
  const [, blobBefore, blobAfter] = index ?? [];
  return blobBefore && blobAfter ? { blobBefore, blobAfter } : {};
}

function modesOf(header: string, at: number): Pick<PatchedFile, "modeBefore" | "modeAfter"> {
  const before = /^(?:old mode|deleted file mode|index \S+\.\.\S+) (.*)/m.exec(header)?.[1];
  const after = /^new (?:file )?mode (.*)/m.exec(header)?.[1];
  const [modeBefore, modeAfter] = [before, after].map((mode) => mode && canonicalMode(mode, at));
  if (modeBefore && modeAfter && modeBefore.slice(0, 3) !== modeAfter.slice(0, 3))
    throw new DiffProblem(at, `a change from mode ${before} to ${after} is of no use to git`);
  return { ...(modeBefore ? { modeBefore } : {}), ...(modeAfter ? { modeAfter } : {}) };
}

/** The mode that git puts into a tree for it (create_ce_mode): 100664 is 100644. */
export function canonicalMode(mode: string, at: number): string {
  const bits = /^[0-7]{5,7}\s*$/.test(mode) ? Number.parseInt(mode, 8) : Number.NaN;
  const kind = bits >> 12;
  if (kind === 0o12) return "120000";
  if (kind === 0o16 || kind === 0o04) return "160000";
  if (kind === 0o10) return bits & 0o100 ? "100755" : "100644";
  throw new DiffProblem(at, `the mode ${mode.trim()} is none that git has`);
}
