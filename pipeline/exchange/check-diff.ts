// What a patch may not do, before a byte of it is written anywhere.

import { UserError } from "../model/errors.ts";
import { type DiffSection, pathsOf, type ScannedDiff } from "../parse/diff-sections.ts";
import { unsafePath } from "../parse/patch-paths.ts";

/** Throws UserError for a patch that is truncated, holds no diff, or whose diff nobody could apply. */
export function checkDiff({ sections, problem }: ScannedDiff, shown: string): void {
  if (problem)
    throw new UserError(`${shown}: ${problem}: the patch is truncated`, "get the patch again");
  if (!sections.length)
    throw new UserError(`${shown}: this is no patch: it holds no diff`, "leave it out");
}

/** Throws UserError for a binary file without its contents. patch(1) passes over it, and so may quilt's patches hold one. */
export function checkContents({ sections }: ScannedDiff, shown: string): void {
  if (!sections.some(({ header }) => /^Binary files /m.test(header))) return;
  throw new UserError(
    `${shown}: it holds a binary file without its contents`,
    "make it with: git format-patch --binary",
  );
}

/** The symbolic links that a series has made so far, seen by every path that comes after them. */
export class SeriesPaths {
  readonly #links = new Set<string>();

  /** Throws UserError for a path that leaves the tree. */
  check(section: DiffSection, strip: number, shown: string): void {
    const paths = pathsOf(section, strip);
    const all = [paths?.before, paths?.after].filter((path) => path !== undefined);
    if (!all.length) throw refused(shown, section.header.split("\n")[0] ?? "", "names no file");
    for (const path of all) {
      const why = unsafePath(path) ?? this.#throughLink(path);
      if (why) throw refused(shown, path, why);
    }
    this.#follow(section, paths);
  }

  #throughLink(path: string): string | undefined {
    const link = [...this.#links].find((one) => path.startsWith(`${one}/`));
    return link === undefined ? undefined : `goes through the symbolic link ${link} of this series`;
  }

  #follow(section: DiffSection, paths: ReturnType<typeof pathsOf>): void {
    const { before, after } = paths ?? {};
    const linked =
      /^(?:new file mode|new mode|index [0-9a-f]+\.\.[0-9a-f]+) 120000$/m.test(section.header) ||
      (before !== undefined && this.#links.has(before) && !/^new mode/m.test(section.header));
    if (before !== undefined && !/^copy from/m.test(section.header)) this.#links.delete(before);
    if (after !== undefined && linked) this.#links.add(after);
  }
}

function refused(shown: string, path: string, why: string): UserError {
  const seen = JSON.stringify(path);
  return new UserError(
    `${shown}: the path ${seen} ${why}`,
    "a patch may write in its tree only: leave it out",
  );
}
