// The lines of a diff that belong to no file: words, or something that must not be passed over.

import { DiffProblem } from "./diff-problem.ts";

type Span = { readonly from: number; readonly to: number };

/** Throws DiffProblem for what looks like a part of a patch. `isBehind`: a file stands before these lines. */
export function checkLoose(lines: readonly string[], { from, to }: Span, isBehind: boolean): void {
  const start = isBehind ? from : firstOfPatch(lines, to);
  for (let at = from; at < to; at += 1) {
    const line = lines[at] ?? "";
    if (/^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)/.test(line) && (at === 0 || isPatchLine(line)))
      throw new DiffProblem(at, "it begins with a byte order mark", "save it as UTF-8 without one");
    const why = at < start ? undefined : objection(lines, at, isBehind);
    if (why !== undefined) throw new DiffProblem(at, `${why}: ${line.trimEnd().slice(0, 80)}`);
  }
}

/** Before it a message may say what it likes (git-mailinfo(1)). */
function firstOfPatch(lines: readonly string[], to: number): number {
  const at = lines
    .slice(0, to)
    .findIndex((line) => /^(?:diff -|Index: |--- \S|---\s*$)/.test(line));
  return at === -1 ? to : at;
}

function isPatchLine(line: string): boolean {
  return /^.{2,3}(?:From |From: |diff |--- |Index: )/.test(line);
}

const hunk = /^@@ -\d/;
const headerLine =
  /^(?:(?:new|deleted) file mode \d|(?:old|new) mode \d|(?:rename|copy) (?:from|to) |similarity index \d|GIT binary patch\r?$)/m;
const combined = /^(?:@@@+ -|diff --(?:cc|combined) )/;

function objection(lines: readonly string[], at: number, isBehind: boolean): string | undefined {
  const line = lines[at] ?? "";
  if (hunk.test(line)) return "a hunk without a file in front of it";
  if (combined.test(line)) return "a combined diff, which nothing can apply";
  if (line.startsWith("*** ") && lines[at + 2]?.startsWith("***************"))
    return "a context diff; only unified ones are read";
  if (!isBehind) return undefined;
  if (headerLine.test(line)) return "a header line that belongs to no file";
  return /^diff --git(?! .* )/.test(line) ? "it names no file" : undefined;
}
