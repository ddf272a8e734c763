// The one reader of diffs, git's and plain ones, by the rules of git-apply(1). What git apply would refuse is refused,
// and so is what it would leave out without a word.

import { gitHeader, headerEnd, plainHeader } from "./diff-header.ts";
import { readBody } from "./diff-hunks.ts";
import { checkLoose } from "./diff-loose.ts";
import { DiffProblem } from "./diff-problem.ts";
import type { DiffFile } from "./patched-file.ts";

export type Diff = {
  /** What stands in front of the first file. */
  readonly head: string;
  /** Those before the problem, where there is one. */
  readonly files: readonly DiffFile[];
  /** What follows the last file: blank lines, a signature. */
  readonly tail: string;
  readonly problem?: DiffProblem;
};

/**
 * @param text bytes as latin1 characters, lines ended by LF
 * @param strip how many folders in front of its paths are none of the tree's (patch(1), -p)
 */
export function readDiff(text: string, strip = 1): Diff {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const read: Reading = { head: "", files: [], tail: "", strip };
  try {
    readAll(lines, read);
  } catch (error) {
    if (error instanceof DiffProblem) return { ...read, problem: error };
    throw error;
  }
  return read;
}

type Reading = { head: string; files: DiffFile[]; tail: string; strip: number };

function readAll(lines: readonly string[], read: Reading): void {
  for (let at = 0; ;) {
    const start = nextFile(lines, at);
    checkLoose(lines, { from: at, to: start }, read.files.length > 0);
    const loose = lines.slice(at, start).join("");
    if (start === lines.length) {
      read[read.files.length ? "tail" : "head"] = loose;
      return;
    }
    const [head, junk] = read.files.length ? ["", loose] : cutJunk(loose);
    read.head += head;
    at = readFile(lines, start, junk, read);
  }
}

function nextFile(lines: readonly string[], from: number): number {
  let at = from;
  while (at < lines.length && !startsFile(lines, at)) at += 1;
  return at;
}

/** git's own header, or the two lines that diff -u writes. git writes `diff --git` alone for a file that did not change. */
function startsFile(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? "";
  if (line.startsWith("diff --git ")) return headerEnd(lines, at) > at + 1;
  return (
    line.startsWith("--- ") &&
    (lines[at + 1] ?? "").startsWith("+++ ") &&
    (lines[at + 2] ?? "").startsWith("@@ -")
  );
}

/** The words of a tool belong to the file behind them. */
function cutJunk(loose: string): [string, string] {
  const junk = /(?:^(?:Index: .*|={20,}|diff (?!--git ).*)\n)+$/m.exec(loose)?.[0] ?? "";
  return loose.endsWith(junk) ? [loose.slice(0, loose.length - junk.length), junk] : [loose, ""];
}

/** Index of the line behind the file. */
function readFile(lines: readonly string[], start: number, junk: string, read: Reading): number {
  const isGit = lines[start]?.startsWith("diff --git ") ?? false;
  const middle = isGit ? headerEnd(lines, start) : start + 2;
  const { hunks, binary, end } = readBody(lines, middle);
  const header = lines.slice(start, middle);
  const { strip, ...file } = (isGit ? gitHeader : plainHeader)(header, {
    at: start,
    strip: read.strip,
    hunks,
  });
  read.strip = strip;
  const whole = {
    ...file,
    ...(binary || file.binary ? { binary: true as const } : {}),
    hunks,
    junk,
    header: header.join(""),
    body: lines.slice(middle, end).join(""),
  };
  checkWhole(whole, start);
  read.files.push(whole);
  return end;
}

/** What the header says and what the hunks do must fit, and one of them must say something. */
function checkWhole(file: DiffFile, at: number): void {
  const { before, after, hunks } = file;
  const has = (sign: RegExp): boolean =>
    hunks.some(({ lines }) => lines.some((line) => sign.test(line)));
  const idle = hunks.find(({ lines }) => lines.every((line) => line.startsWith(" ")));
  if (idle) throw new DiffProblem(at, `the hunk "${idle.header}" changes nothing`);
  if (before === undefined && has(/^[- ]/))
    throw new DiffProblem(at, `the new file ${after} has old contents`);
  if (after === undefined && has(/^[+ ]/))
    throw new DiffProblem(at, `the deleted file ${before} still has contents`);
  if (!hunks.length && saysNothing(file))
    throw new DiffProblem(at, `${after}: its header is followed by no hunk`);
}

function saysNothing({ before, after, binary, modeAfter }: DiffFile): boolean {
  return !binary && before === after && modeAfter === undefined;
}
