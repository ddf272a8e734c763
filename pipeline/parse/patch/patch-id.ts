// git-patch-id(1) --stable of one diff, at three widths of context. Own code, because one `git log` is to give the ids
// of all its commits at all widths; the tests hold it against git's.

import { hash } from "node:crypto";
import { gitForm } from "./git-form.ts";
import type { DiffFile } from "./patched-file.ts";

/** Forty hexadecimal digits each, for the diff with 3, 1 and 0 lines of context. */
export type PatchIds = { readonly u3: string; readonly u1: string; readonly u0: string };

/** Undefined without a file. Of a plain diff they are those that its commit in git would have. */
export function patchIds(files: readonly DiffFile[]): PatchIds | undefined {
  const sections = files.map(sectionOf);
  if (!sections.length) return undefined;
  return { u3: idOf(sections, 3), u1: idOf(sections, 1), u0: idOf(sections, 0) };
}

/** One file of a diff; `binary`: the two object ids that stand for its content. */
type Section = {
  readonly header: readonly string[];
  readonly hunks: readonly (readonly string[])[];
  readonly binary?: string;
};

function sectionOf(file: DiffFile): Section {
  const { hunks, binary, blobBefore = "", blobAfter = "" } = file;
  const lines = gitForm(settled(file)).match(/[^\n]*\n/g) ?? [];
  const header = lines.filter((line) => !/^(?:index |Binary files )/.test(line));
  return {
    header,
    hunks: hunks.map((hunk) => hunk.lines),
    ...(binary ? { binary: blobBefore + blobAfter } : {}),
  };
}

/** A file that may be new is one, as far as its commit can have been found upstream. */
function settled(file: DiffFile): DiffFile {
  if (!file.newIfAbsent) return file;
  const { before: _, newIfAbsent: __, ...added } = file;
  return added;
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
