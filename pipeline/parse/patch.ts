// A patch file (RFC 5322 mail or bare diff, git's extended headers) -> the files and hunks it touches.

import { mailSubject } from "./mail-subject.ts";
import { fileHeader } from "./patch-header.ts";
import type { Hunk, PatchedFile } from "./patched-file.ts";

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
    if (lines[at]?.startsWith("GIT binary patch")) return at + 1;
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

/** Lines of each side that one line of a hunk is. An editor that trims lines leaves an empty one for an empty context line. */
const counts: Readonly<Record<string, readonly [old: number, new: number]>> = {
  " ": [1, 1],
  "\n": [1, 1],
  "-": [1, 0],
  "+": [0, 1],
  "\\": [0, 0],
};

function bodyOf(lines: readonly string[], from: number, oldCount: number, newCount: number) {
  let [old, fresh] = [oldCount, newCount];
  const body: string[] = [];
  let at = from;
  for (; old > 0 || fresh > 0 || lines[at]?.startsWith("\\ "); at += 1) {
    const line = lines[at] ?? "";
    const counted = counts[line[0] ?? ""];
    if (!counted) return undefined;
    old -= counted[0];
    fresh -= counted[1];
    take(body, line);
  }
  return old === 0 && fresh === 0 ? { lines: body, end: at } : undefined;
}

function take(body: string[], line: string): void {
  // "\ No newline at end of file" speaks of the line before it.
  if (line.startsWith("\\")) body.push((body.pop() ?? "").replace(/\n$/, ""));
  else body.push(line === "\n" ? " \n" : line);
}
