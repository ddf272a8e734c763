// The lines before the first hunk of one file in a diff: git's extended header, or what diff -u writes.

import { unquotedPath } from "./quoted-path.ts";
import type { PatchedFile } from "./patched-file.ts";

/** Undefined where the lines name no file. */
export function fileHeader(lines: readonly string[]): Omit<PatchedFile, "hunks"> | undefined {
  const header = lines.join("");
  const [from, to] = pathsOf(header) ?? plainPaths(header) ?? [];
  if (from === undefined || to === undefined) return undefined;
  const added = /^new file mode/m.test(header) || /^--- \/dev\/null/m.test(header);
  const deleted = /^deleted file mode/m.test(header) || /^\+\+\+ \/dev\/null/m.test(header);
  return {
    ...(added ? {} : { before: from }),
    ...(deleted ? {} : { after: to }),
    ...blobsOf(header),
    ...modesOf(header),
    ...(/^(?:GIT binary patch|Binary files )/m.test(header) ? { binary: true } : {}),
    ...(/^copy from /m.test(header) ? { copied: true } : {}),
  };
}

/** A renamed file's names stand alone; else both are one name, and only so can one with a blank be told from two. */
function pathsOf(header: string): readonly [string, string] | undefined {
  const from = /^(?:rename|copy) from ([^\r\n]+)/m.exec(header)?.[1];
  const to = /^(?:rename|copy) to ([^\r\n]+)/m.exec(header)?.[1];
  if (from && to) return [unquoted(from), unquoted(to)];
  const plain = /^diff --git a\/(.+) b\/\1\r?$/m.exec(header)?.[1];
  const quoted = /^diff --git "a\/(.+)" "b\/\1"\r?$/m.exec(header)?.[1];
  const one = plain ?? (quoted === undefined ? undefined : `"${quoted}"`);
  return one === undefined ? undefined : [unquoted(one), unquoted(one)];
}

/** `--- a/f` and `+++ b/f`; a date may follow behind a tab. The first folder is the tree's name (patch -p1). */
function plainPaths(header: string): readonly [string, string] | undefined {
  if (header.startsWith("diff --git ")) return undefined;
  const from = /^--- ([^\t\r\n]+)/m.exec(header)?.[1];
  const to = /^\+\+\+ ([^\t\r\n]+)/m.exec(header)?.[1];
  if (!from || !to) return undefined;
  const [before, after] = [from, to].map((path) =>
    path === "/dev/null" ? undefined : /^[^/]*\/(.+)$/.exec(unquoted(path))?.[1],
  );
  const either = after ?? before;
  return either === undefined ? undefined : [before ?? either, after ?? either];
}

function unquoted(name: string): string {
  return Buffer.from(unquotedPath(name), "latin1").toString();
}

function blobsOf(header: string): Pick<PatchedFile, "blobBefore" | "blobAfter"> {
  const index = /^index ([0-9a-f]+)\.\.([0-9a-f]+)/m.exec(header);
  const [, blobBefore, blobAfter] = index ?? [];
  return blobBefore && blobAfter ? { blobBefore, blobAfter } : {};
}

function modesOf(header: string): Pick<PatchedFile, "modeBefore" | "modeAfter"> {
  const before = /^(?:old mode|deleted file mode|index \S+) (\d{6})/m.exec(header)?.[1];
  const after = /^new (?:file )?mode (\d{6})/m.exec(header)?.[1];
  return { ...(before ? { modeBefore: before } : {}), ...(after ? { modeAfter: after } : {}) };
}
