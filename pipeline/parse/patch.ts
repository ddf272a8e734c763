// A patch file (RFC 5322 mail or bare diff, git's extended headers) -> the files and hunks it touches.

import { mailSubject } from "./mail-subject.ts";
import { fileHeader } from "./patch-header.ts";

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

export type ParsedPatch = {
  /** Without `[PATCH ...]`; empty where the file is no mail. */
  readonly subject: string;
  readonly files: readonly PatchedFile[];
};

/**
 * `text` holds the file's bytes, one character each (latin1). Undefined where it holds no diff, or one that ends
 * before its hunks do: it is no patch.
 */
export function parsePatch(text: string): ParsedPatch | undefined {
  const lines = linesOf(asMailed(text));
  const files: PatchedFile[] = [];
  let at = nextFile(lines, 0);
  const subject = mailSubject(lines.slice(0, at).join(""));
  while (at < lines.length) {
    const end = endOfHeader(lines, at);
    const file = fileHeader(lines.slice(at, end));
    const read = file && hunksFrom(lines, end);
    if (!file || !read) return undefined;
    files.push({ ...file, hunks: read.hunks });
    at = nextFile(lines, read.end);
  }
  return files.length ? { subject, files } : undefined;
}

/** A mail that was saved with CR LF holds no CR of its files: git am takes them off too. */
export function asMailed(text: string): string {
  return /^diff --git .*\r\n/m.test(text) ? text.replaceAll("\r\n", "\n") : text;
}

/** Every line with the line feed it ends in. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function nextFile(lines: readonly string[], from: number): number {
  let at = from;
  while (at < lines.length && !beginsFile(lines, at)) at += 1;
  return at;
}

/** git's own header, or the two lines that diff -u writes. */
function beginsFile(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? "";
  if (line.startsWith("diff --git ")) return true;
  return (
    line.startsWith("--- ") &&
    (lines[at + 1] ?? "").startsWith("+++ ") &&
    (lines[at + 2] ?? "").startsWith("@@ -")
  );
}

function endOfHeader(lines: readonly string[], from: number): number {
  let at = from + 1;
  while (at < lines.length && /^(?!@@ -|diff --git |-- $)./.test(lines[at] ?? "")) {
    if (/^GIT binary patch/.test(lines[at] ?? "")) return at + 1;
    at += 1;
  }
  return at;
}

const range = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;

/** Undefined where a hunk ends before its counts do. */
function hunksFrom(
  lines: readonly string[],
  from: number,
): { hunks: Hunk[]; end: number } | undefined {
  const hunks: Hunk[] = [];
  let at = from;
  for (;;) {
    const header = lines[at]?.replace(/\n$/, "") ?? "";
    const counted = range.exec(header);
    if (!counted) return { hunks, end: at };
    const [, oldStart = "", oldCount = "1", newStart = "", newCount = "1"] = counted;
    const body = bodyOf(lines, at + 1, Number(oldCount), Number(newCount));
    if (!body) return undefined;
    const { end } = body;
    hunks.push({
      header,
      oldStart: Number(oldStart),
      newStart: Number(newStart),
      lines: body.lines,
    });
    at = end;
  }
}

function bodyOf(lines: readonly string[], from: number, oldCount: number, newCount: number) {
  const left = { old: oldCount, new: newCount };
  const body: string[] = [];
  let at = from;
  while (left.old > 0 || left.new > 0 || lines[at]?.startsWith("\\ ")) {
    const line = lines[at];
    if (line === undefined) return undefined;
    at += 1;
    // An editor that trims lines makes an empty one of an empty context line: git apply takes it, and so do we.
    const kind = line === "\n" ? " " : line[0];
    if (kind === "\\") body.push((body.pop() ?? "").replace(/\n$/, ""));
    else body.push(line === "\n" ? " \n" : line);
    if (kind === " " || kind === "-") left.old -= 1;
    if (kind === " " || kind === "+") left.new -= 1;
    if (!/[ \-+\\]/.test(kind ?? "") || left.old < 0 || left.new < 0) return undefined;
  }
  return { lines: body, end: at };
}
