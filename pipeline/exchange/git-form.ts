// A plain diff (`---`, `+++`) -> git's form, which three-way merges and git am -3 can work with. Hunks stay as they are.

import { type DiffSection, pathsOf, type SectionPaths } from "../parse/diff-sections.ts";
import { quotedPath } from "../parse/quoted-path.ts";

/** The file's header with `diff --git` and one folder in front of its paths. Undefined where it names no path. */
export function gitHeader(section: DiffSection, strip: number): string | undefined {
  const paths = pathsOf(section, strip);
  const path = paths?.after ?? paths?.before;
  if (!paths || path === undefined) return undefined;
  const { header, git } = section;
  if (git && strip === 1) return header;
  const start = `diff --git ${quotedPath(`a/${paths.before ?? path}`)} ${quotedPath(`b/${path}`)}\n`;
  if (!git) return start + modeOf(paths) + namesOf(paths);
  const own = header.replace(/^diff --git .*\n/, "").replaceAll(/^(?:---|\+\+\+) .*\n/gm, "");
  return start + own + (/^\+\+\+ /m.test(header) ? namesOf(paths) : "");
}

/** A plain diff does not say which mode a file has. */
function modeOf({ before, after }: SectionPaths): string {
  if (before === undefined) return "new file mode 100644\n";
  return after === undefined ? "deleted file mode 100644\n" : "";
}

function namesOf({ before, after }: SectionPaths): string {
  const from = before === undefined ? "/dev/null" : quotedPath(`a/${before}`);
  const to = after === undefined ? "/dev/null" : quotedPath(`b/${after}`);
  return `--- ${from}\n+++ ${to}\n`;
}
