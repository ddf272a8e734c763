// What follows a file's header: hunks, cut by their counts and not by what a line looks like, or git's binary patch.

import { DiffProblem } from "./diff-problem.ts";
import type { Hunk } from "./patched-file.ts";

export type Body = {
  readonly hunks: Hunk[];
  readonly binary: boolean;
  /** Index of the line behind it. */
  readonly end: number;
};

/** Throws DiffProblem for a hunk whose lines are not as many as its header counts. */
export function readBody(lines: readonly string[], from: number): Body {
  if (lines[from] === "GIT binary patch\n")
    return { hunks: [], binary: true, end: endOfBinary(lines, from) };
  const hunks: Hunk[] = [];
  let at = from;
  while (lines[at]?.startsWith("@@ -")) {
    const { hunk, end } = readHunk(lines, at);
    hunks.push(hunk);
    at = end;
  }
  if (hunks.length) checkBehind(lines, at);
  return { hunks, binary: false, end: at };
}

/** Blocks of `literal N` or `delta N` with their lines, a blank line behind each (git-diff(1), --binary). */
function endOfBinary(lines: readonly string[], from: number): number {
  let at = from + 1;
  while (/^(?:literal|delta) \d+\n$/.test(lines[at] ?? "")) {
    const start = (at += 1);
    while (isBase85(lines[at] ?? "")) at += 1;
    if (at === start || lines[at] !== "\n") throw cut(at);
    at += 1;
  }
  if (at === from + 1) throw cut(at);
  return at;
}

/** A letter for how many bytes, five characters for each four of them. */
function isBase85(line: string): boolean {
  const most = /^[A-Za-z](?:[^\s]{5})+\n$/.test(line) ? ((line.length - 2) / 5) * 4 : -1;
  const code = line.charCodeAt(0);
  const bytes = code > 96 ? code - 70 : code - 64;
  return bytes <= most && bytes > most - 4;
}

function cut(at: number): DiffProblem {
  return new DiffProblem(at, "its binary patch is truncated or damaged");
}

const counts = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;

function readHunk(lines: readonly string[], from: number): { hunk: Hunk; end: number } {
  const header = (lines[from] ?? "").replace(/\n$/, "");
  const [, oldStart, oldCount = "1", newStart, newCount = "1"] = counts.exec(header) ?? [];
  if (oldStart === undefined || newStart === undefined)
    throw new DiffProblem(from, `the hunk "${header}" is damaged`);
  const body = bodyOf(lines, from, [Number(oldCount), Number(newCount)]);
  const hunk = {
    header,
    oldStart: Number(oldStart),
    newStart: Number(newStart),
    lines: body.lines,
  };
  return { hunk, end: body.end };
}

/** Lines of each side that one line of a hunk is. An editor that trims lines leaves an empty one for an empty context line. */
const sides: Readonly<Record<string, readonly [old: number, fresh: number]>> = {
  " ": [1, 1],
  "\n": [1, 1],
  "-": [1, 0],
  "+": [0, 1],
  "\\": [0, 0],
};

function bodyOf(lines: readonly string[], from: number, count: readonly [number, number]) {
  let [old, fresh] = count;
  const body: string[] = [];
  let at = from + 1;
  for (; old > 0 || fresh > 0 || isNote(lines[at]); at += 1) {
    const line = lines[at] ?? "";
    const [o, f] = sides[line[0] ?? ""] ?? [Infinity, Infinity];
    old -= o;
    fresh -= f;
    if (old < 0 || fresh < 0 || startsNextFile(lines, at, body)) throw short(lines, from, at);
    if (!line.endsWith("\n"))
      throw new DiffProblem(at, "the last line has no end: the patch is truncated");
    take(body, line);
  }
  if (isSignature(lines, at)) throw short(lines, from, at - 1);
  return { lines: body, end: at };
}

/** `\ No newline at end of file`, in whatever language. */
function isNote(line = ""): boolean {
  return line.startsWith("\\ ") && line.length >= 12;
}

function take(body: string[], line: string): void {
  // The note speaks of the line before it.
  if (line.startsWith("\\")) body.push((body.pop() ?? "").replace(/\n$/, ""));
  else body.push(line === "\n" ? " \n" : line);
}

/** A header of diff -u inside a hunk that has context: its counts are too high, and it would eat the next file. */
function startsNextFile(lines: readonly string[], at: number, body: readonly string[]): boolean {
  return (
    (lines[at] ?? "").startsWith("--- ") &&
    (lines[at + 1] ?? "").startsWith("+++ ") &&
    (lines[at + 2] ?? "").startsWith("@@ -") &&
    body.some((line) => line.startsWith(" "))
  );
}

/** `at` is behind a hunk whose last line is the `-- ` over git's version: a mail's signature, counted as a line. */
function isSignature(lines: readonly string[], at: number): boolean {
  return lines[at - 1] === "-- \n" && /^\d+\.\d+[\w.() -]*$/.test((lines[at] ?? "").trimEnd());
}

function short(lines: readonly string[], from: number, at: number): DiffProblem {
  const header = (lines[from] ?? "").trimEnd();
  return new DiffProblem(
    at,
    `the hunk "${header}" ends before its counts do: the patch is truncated or damaged`,
  );
}

/** A line too many is no longer read by git apply, and lost. A signature or a boundary of MIME begins with `--`. */
function checkBehind(lines: readonly string[], at: number): void {
  const line = lines[at] ?? "";
  if (!/^(?:\+|-(?!-))/.test(line)) return;
  throw new DiffProblem(
    at,
    `the counts of the hunk before leave this line out: ${line.trimEnd().slice(0, 80)}`,
  );
}
