// What a patch may not do, before a byte of it is written anywhere.

import { UserError } from "../../model/errors.ts";
import type { Diff } from "../../parse/patch/diff.ts";
import { unsafePath } from "../../parse/patch/patch-paths.ts";
import type { DiffFile } from "../../parse/patch/patched-file.ts";

/**
 * Throws UserError for a patch that is truncated, has no diff, or has a diff that cannot be applied.
 * @param lineAt where a line of the diff stands in what `shown` names, in words
 */
export function checkDiff(
  { files, problem }: Diff,
  shown: string,
  lineAt = (line: number): string => `line ${line}`,
): void {
  if (problem)
    throw new UserError(`${shown}, ${lineAt(problem.line)}: ${problem.message}`, problem.next);
  if (!files.length)
    throw new UserError(`${shown}: this is not a patch: it contains no diff`, "remove it");
}

/** The line on which another mail begins behind a file of the diff; undefined where none does. */
export function nextMail({ head, files, tail }: Diff): number | undefined {
  let before = head;
  for (const [at, { header, body }] of files.entries()) {
    before += header + body;
    const loose = files[at + 1]?.junk ?? tail;
    const found = /^From \S.*\d:\d\d.*\d{2}/m.exec(loose);
    before += loose.slice(0, found?.index);
    if (found) return (files[0]?.junk + before).split("\n").length;
  }
  return undefined;
}

/** Throws UserError for a bare diff that is followed by a mail. quilt takes all of a file for one patch. */
export function checkOneMail(diff: Diff, shown: string): void {
  const line = nextMail(diff);
  if (line === undefined) return;
  throw new UserError(
    `${shown}, line ${line}: a second mail begins here, after a diff`,
    "put each mail in its own file",
  );
}

/** Throws UserError for a binary file without its contents. patch(1) passes over it, and so may quilt's patches hold one. */
export function checkContents({ files, tail }: Diff, shown: string): void {
  const around = [...files.map(({ junk, header }) => junk + header), tail];
  if (!around.some((text) => /^Binary files .* differ$/m.test(text))) return;
  throw new UserError(
    `${shown}: it names a binary file but does not contain it`,
    "create it with: git format-patch --binary",
  );
}

/** The symbolic links that a series has made so far, seen by every path that comes after them. */
export class SeriesPaths {
  readonly #links = new Set<string>();

  /** Throws UserError for a path that leaves the tree. */
  check(file: DiffFile, shown: string): void {
    const all = [file.before, file.after].filter((path) => path !== undefined);
    for (const path of all) {
      const why = unsafePath(path) ?? this.#throughLink(path);
      if (why) throw refused(shown, path, why);
    }
    this.#follow(file);
  }

  #throughLink(path: string): string | undefined {
    const link = [...this.#links].find((one) => path.startsWith(`${one}/`));
    return link === undefined ? undefined : `goes through the symbolic link ${link} of this series`;
  }

  #follow({ before, after, modeBefore, modeAfter, copied }: DiffFile): void {
    const was = before !== undefined && (modeBefore === "120000" || this.#links.has(before));
    const linked = modeAfter === undefined ? was : modeAfter === "120000";
    if (before !== undefined && !copied) this.#links.delete(before);
    if (after !== undefined && linked) this.#links.add(after);
  }
}

function refused(shown: string, path: string, why: string): UserError {
  const seen = JSON.stringify(path);
  return new UserError(
    `${shown}: the path ${seen} ${why}`,
    "a patch may only write inside its tree: remove it",
  );
}
