// A unified diff, git's or plain -> its files, cut by the counts of the hunks and not by what a line looks like.

import { unquotedPath } from "./quoted-path.ts";

/** One file of a diff. The texts put together again are the diff, byte for byte. */
export type DiffSection = {
  /** `Index: file`, `=====`, `diff -urN` and other words of tools in front of it. */
  readonly junk: string;
  /** From `diff --git` or `---` up to the first hunk. */
  readonly header: string;
  /** The hunks, or git's binary patch. */
  readonly body: string;
  /** Whether it has git's extended headers. */
  readonly git: boolean;
};

export type ScannedDiff = {
  /** What stands in front of the first file. */
  readonly head: string;
  readonly sections: readonly DiffSection[];
  /** What follows the last hunk: blank lines, a signature. */
  readonly tail: string;
  /** What is wrong with it: a hunk that ends too early. */
  readonly problem?: string;
};

/** @param text bytes as latin1 characters, lines ended by LF */
export function scanDiff(text: string): ScannedDiff {
  const lines = text.split(/(?<=\n)/);
  const sections: DiffSection[] = [];
  let head = "";
  let loose = "";
  let at = 0;
  while (at < lines.length) {
    if (!startsSection(lines, at)) {
      loose += lines[at] ?? "";
      at += 1;
      continue;
    }
    const [before, junk] = sections.length ? ["", loose] : cutJunk(loose);
    if (!sections.length) head = before;
    loose = "";
    const headerEnd = endOfHeader(lines, at);
    const { end, problem } = endOfBody(lines, headerEnd);
    const header = lines.slice(at, headerEnd).join("");
    const body = lines.slice(headerEnd, end).join("");
    sections.push({ junk, header, body, git: header.startsWith("diff --git ") });
    if (problem) return { head, sections, tail: "", problem };
    at = end;
  }
  return sections.length ? { head, sections, tail: loose } : { head: loose, sections, tail: "" };
}

function startsSection(lines: readonly string[], at: number): boolean {
  const [line = "", next = "", after = ""] = lines.slice(at, at + 3);
  if (line.startsWith("diff --git ")) return true;
  return line.startsWith("--- ") && next.startsWith("+++ ") && after.startsWith("@@ -");
}

/** The words of a tool belong to the file behind them. */
function cutJunk(loose: string): [string, string] {
  const junk = /(?:^(?:Index: .*|={20,}|diff (?!--git ).*)\n)+$/m.exec(loose)?.[0] ?? "";
  return loose.endsWith(junk) ? [loose.slice(0, loose.length - junk.length), junk] : [loose, ""];
}

const extended =
  /^(?:old mode|new mode|deleted file mode|new file mode|copy (?:from|to)|rename (?:from|to)|similarity index|dissimilarity index|index [0-9a-f]|--- |\+\+\+ |Binary files )/;

function endOfHeader(lines: readonly string[], start: number): number {
  let at = start + 1;
  while (extended.test(lines[at] ?? "")) at += 1;
  return at;
}

type End = { readonly end: number; readonly problem?: string };

function endOfBody(lines: readonly string[], start: number): End {
  if (lines[start] === "GIT binary patch\n") return { end: endOfBinary(lines, start + 1) };
  let at = start;
  while (lines[at]?.startsWith("@@ -")) {
    const hunk = endOfHunk(lines, at);
    if (hunk.problem) return hunk;
    at = hunk.end;
  }
  return { end: at };
}

/** Blocks of `literal N` or `delta N` with their lines, a blank line behind each. */
function endOfBinary(lines: readonly string[], start: number): number {
  let at = start;
  while (/^(?:literal|delta) \d+\n$/.test(lines[at] ?? "")) {
    at += 1;
    while (/^[A-Za-z]\S+\n$/.test(lines[at] ?? "")) at += 1;
    if (lines[at] === "\n") at += 1;
  }
  return at;
}

/** How many lines of the old and the new file each kind of line is; an empty one lost its blank on the way. */
const linesOf: Readonly<Record<string, readonly [number, number]>> = {
  " ": [1, 1],
  "\n": [1, 1],
  "\r": [1, 1],
  "-": [1, 0],
  "+": [0, 1],
  "\\": [0, 0],
};

function endOfHunk(lines: readonly string[], start: number): End {
  const header = (lines[start] ?? "").trimEnd();
  let [before, after] = countsOf(header);
  if (Number.isNaN(before)) return { end: start, problem: `the hunk "${header}" is damaged` };
  let at = start + 1;
  while (before > 0 || after > 0) {
    const [old, own] = linesOf[lines[at]?.[0] ?? ""] ?? [Infinity, Infinity];
    before -= old;
    after -= own;
    if (before < 0 || after < 0) return { end: at, problem: `the hunk "${header}" ends too early` };
    at += 1;
  }
  if (lines[at]?.startsWith("\\ ")) at += 1;
  return { end: at };
}

/** The lines of a hunk in the old and the new file; a count of one is left out. */
function countsOf(header: string): [number, number] {
  const counts = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(header);
  return counts ? [Number(counts[1] ?? 1), Number(counts[2] ?? 1)] : [Number.NaN, Number.NaN];
}

export type SectionPaths = {
  /** Absent for a new file. */
  readonly before?: string;
  /** Absent for a deleted file. */
  readonly after?: string;
};

/**
 * The paths of a file in a diff, without their first `strip` parts (patch(1), -p). Undefined where they cannot be told.
 * A plain diff says by /dev/null, by the epoch as a date or by an empty side that a file is new or gone.
 */
export function pathsOf(section: DiffSection, strip: number): SectionPaths | undefined {
  const { header, body, git } = section;
  const [from, to] = (git ? gitPaths(header, strip) : plainPaths(header, strip)) ?? [];
  if (from === undefined || to === undefined) return undefined;
  const added = git ? /^new file mode/m.test(header) : isNothing(header, body, "---");
  const deleted = git ? /^deleted file mode/m.test(header) : isNothing(header, body, "+++");
  return { ...(added ? {} : { before: from }), ...(deleted ? {} : { after: to }) };
}

function gitPaths(header: string, strip: number): readonly [string, string] | undefined {
  const from = /^(?:rename|copy) from (.+)$/m.exec(header)?.[1];
  const to = /^(?:rename|copy) to (.+)$/m.exec(header)?.[1];
  if (from && to) return [unquotedPath(from), unquotedPath(to)];
  if (/^\+\+\+ /m.test(header)) return plainPaths(header, strip);
  return namesAfter(/^diff --git (.+)$/m.exec(header)?.[1] ?? "", strip);
}

/** Without quotes both names are one, and only so can one with a blank be told from two. */
function namesAfter(names: string, strip: number): readonly [string, string] | undefined {
  const [, from, to] = /^("(?:[^"\\]|\\.)+") ("(?:[^"\\]|\\.)+")$/.exec(names) ?? [];
  if (from && to) return [stripped(from, strip), stripped(to, strip)];
  for (let at = names.indexOf(" "); at > 0; at = names.indexOf(" ", at + 1)) {
    const one = stripped(names.slice(0, at), strip);
    if (one && one === stripped(names.slice(at + 1), strip)) return [one, one];
  }
  return undefined;
}

/** `--- a/file.orig` and `+++ a/file` are one file: the shorter name is its own, as patch(1) takes it. */
function plainPaths(header: string, strip: number): readonly [string, string] {
  const [from, to] = [nameIn(header, "---"), nameIn(header, "+++")];
  const names = [from, to].filter((name) => name !== "/dev/null");
  const [first = "", second = first] = names.map((name) => stripped(name, strip));
  const one = second.length > first.length ? first : second;
  return [one, one];
}

/** The name on a `---` or `+++` line; a tab and a date may follow. */
function nameIn(header: string, mark: "---" | "+++"): string {
  const line = header.split("\n").find((one) => one.startsWith(`${mark} `)) ?? "";
  return (line.slice(4).split("\t")[0] ?? "").trimEnd();
}

/** A name that has too few parts is taken whole, so that a check sees it. */
function stripped(quoted: string, strip: number): string {
  const parts = unquotedPath(quoted).split("/");
  return parts.length > strip && parts[0] !== "" ? parts.slice(strip).join("/") : parts.join("/");
}

function isNothing(header: string, body: string, mark: "---" | "+++"): boolean {
  if (nameIn(header, mark) === "/dev/null") return true;
  const hunks = body.match(/^@@ -.*$/gm) ?? [];
  const empty = mark === "---" ? /^@@ -0,0 / : /^@@ -\S+ \+0,0 /;
  return hunks.length === 1 && empty.test(hunks[0] ?? "");
}
