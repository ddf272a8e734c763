// The header that git would give a file of a diff: patch-ids cover it, and git am -3 and three-way merges need it.

import { canonicalMode } from "./diff-header.ts";
import { pathBytes } from "./path-bytes.ts";
import type { DiffFile } from "./patched-file.ts";
import { quotedPath } from "./quoted-path.ts";

/**
 * With `diff --git`, one folder in front of its paths and modes that git has; git's own comes back as it is. A plain
 * diff that leaves open whether its file is new stays one, for git's form cannot.
 */
export function gitForm(file: DiffFile): string {
  const { header, newIfAbsent } = file;
  if (newIfAbsent) return namesOf(file);
  return isCanonical(file) ? header : startOf(file) + extendedOf(file) + namesOf(file);
}

function isCanonical({ header, before }: DiffFile): boolean {
  if (!/^diff --git "?a\/.* "?b\//.test(header)) return false;
  if (/^--- (?!"?a\/|\/dev\/null)/m.test(header) || /^\+\+\+ (?!"?b\/|\/dev\/null)/m.test(header))
    return false;
  if (before === undefined && !/^new file mode/m.test(header)) return false;
  const modes = header.matchAll(/^(?:old|new|new file|deleted file) mode (.*)$/gm);
  return [...modes].every(([, mode = ""]) => canonicalMode(mode, 0) === mode);
}

function startOf({ before, after }: DiffFile): string {
  return `diff --git ${side("a", before ?? after)} ${side("b", after ?? before)}\n`;
}

function extendedOf({ header, before, after, modeBefore, modeAfter }: DiffFile): string {
  const own = header.startsWith("diff --git ")
    ? header
        .replace(/^diff --git .*\n/, "")
        .replaceAll(/^(?:---|\+\+\+) .*\n/gm, "")
        .replaceAll(
          /^((?:old|new|new file|deleted file) mode) (.*)$/gm,
          (_, what: string, mode: string) => `${what} ${canonicalMode(mode, 0)}`,
        )
    : "";
  if (before === undefined && !/^new file mode/m.test(own))
    return `new file mode ${modeAfter ?? "100644"}\n${own}`;
  if (after === undefined && !/^deleted file mode/m.test(own))
    return `deleted file mode ${modeBefore ?? "100644"}\n${own}`;
  return own;
}

/** Where there are hunks, or were such lines. */
function namesOf({ header, hunks, before, after }: DiffFile): string {
  if (!hunks.length && !/^\+\+\+ /m.test(header)) return "";
  const [from, to] = [before && side("a", before), after && side("b", after)].map(
    (name) => name ?? "/dev/null",
  );
  return `--- ${tabbed(from)}\n+++ ${tabbed(to)}\n`;
}

function side(folder: string, path = ""): string {
  return quotedPath(pathBytes(`${folder}/${path}`));
}

/** Behind a name with a blank git puts a tab: patch(1) would end it at the blank. */
function tabbed(name = ""): string {
  return name.includes(" ") && !name.startsWith('"') ? `${name}\t` : name;
}
