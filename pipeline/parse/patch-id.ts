// git-patch-id(1) --stable of one diff, at three widths of context. Own code, because one `git log` is to give the ids
// of all its commits at all widths; the tests hold it against git's.

import { hash } from "node:crypto";

/** Forty hexadecimal digits each, for the diff with 3, 1 and 0 lines of context. */
export type PatchIds = { readonly u3: string; readonly u1: string; readonly u0: string };

/** `diff`: git's, with what stands around it in a mail or a log; bytes, one character each. Undefined without a diff. */
export function patchIds(diff: string): PatchIds | undefined {
  const sections = sectionsOf(diff);
  if (!sections.length) return undefined;
  return { u3: idOf(sections, 3), u1: idOf(sections, 1), u0: idOf(sections, 0) };
}

/** One file of a diff; `binary`: the two object ids that stand for its content. */
type Section = { readonly header: string[]; readonly hunks: string[][]; binary?: string };

function sectionsOf(diff: string): Section[] {
  const lines = diff.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const sections: Section[] = [];
  let at = lines.findIndex((line) => line.startsWith("diff --git "));
  while (at >= 0 && lines[at]?.startsWith("diff --git ")) {
    const section: Section = { header: [], hunks: [] };
    sections.push(section);
    at = readHeader(lines, at, section);
    at = section.binary ? nextDiff(lines, at) : readHunks(lines, at, section);
  }
  return sections;
}

function readHeader(lines: readonly string[], from: number, section: Section): number {
  let ids = "";
  let at = from;
  for (; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    if (at > from && line.startsWith("diff --git ")) break;
    const index = /^index ([0-9a-f]+)\.\.([0-9a-f]+)/.exec(line);
    if (index) ids = `${index[1]}${index[2]}`;
    else if (/^(?:GIT binary patch|Binary files )/.test(line)) {
      section.binary = ids;
      return at + 1;
    } else if (/^(?:[a-z]|--- |\+\+\+ )/i.test(line)) section.header.push(line);
    else break;
  }
  return at;
}

function nextDiff(lines: readonly string[], from: number): number {
  return lines.findIndex((line, at) => at >= from && line.startsWith("diff --git "));
}

function readHunks(lines: readonly string[], from: number, section: Section): number {
  let at = from;
  for (;;) {
    const counts = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(lines[at] ?? "");
    if (!counts) return at;
    const body: string[] = [];
    section.hunks.push(body);
    at = readBody(lines, at + 1, body, Number(counts[1] ?? 1) + Number(counts[2] ?? 1));
  }
}

/** `count`: lines of both sides together. That a line feed is missing is no part of an id. */
function readBody(lines: readonly string[], from: number, body: string[], count: number): number {
  let [at, left] = [from, count];
  for (; at < lines.length && (left > 0 || lines[at]?.startsWith("\\ ")); at += 1) {
    const line = lines[at] ?? "";
    if (line.startsWith("\\")) continue;
    body.push(line === "\n" ? " \n" : line);
    left -= /^[+-]/.test(line) ? 1 : 2;
  }
  return at;
}

/**
 * The sum of the files' hashes, white space, object ids and line numbers left out. As git does it, a file without hunks
 * is hashed together with the next, and the line that begins a file behind a binary one is not hashed.
 */
function idOf(sections: readonly Section[], context: number): string {
  const sum = new Uint8Array(20);
  let pending = "";
  for (const [at, { header, hunks, binary }] of sections.entries()) {
    const kept = hunks.flatMap((lines) => narrowed(lines, context));
    const shown = sections[at - 1]?.binary === undefined ? header : header.slice(1);
    pending += [...shown, ...kept].join("").replaceAll(/[ \t\r\n]/g, "") + (binary ?? "");
    if (!hunks.length && binary === undefined) continue;
    add(sum, pending);
    pending = "";
  }
  // git ends with whatever is left, and where the last file was binary that is nothing.
  if (pending || sections.at(-1)?.binary !== undefined) add(sum, pending);
  return Buffer.from(sum).toString("hex");
}

/** The hunk as a diff with less context has it. */
function narrowed(lines: readonly string[], context: number): readonly string[] {
  return lines.filter((_, at) =>
    lines
      .slice(Math.max(0, at - context), at + context + 1)
      .some((near) => near[0] === "+" || near[0] === "-"),
  );
}

/** 20-byte sum with carry, lowest byte first. */
function add(sum: Uint8Array, text: string): void {
  const digest = hash("sha1", Buffer.from(text, "latin1"), "buffer");
  let carry = 0;
  for (const [at, byte] of digest.entries()) {
    carry += (sum[at] ?? 0) + byte;
    sum[at] = carry & 0xff;
    carry >>= 8;
  }
}
