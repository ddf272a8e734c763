// The file `series` of a quilt folder (quilt(1)): one patch a line, `-pN` behind it, comments.

import { UserError } from "../../model/errors.ts";
import { unsafePath } from "../../parse/patch/patch-paths.ts";

export type SeriesLine = {
  /** The patch's path below the folder. */
  readonly path: string;
  /** How many parts its paths lose: 0 or 1 (patch(1), -p). */
  readonly strip: number;
};

/** Throws UserError for a line that names nothing in the folder, or something twice. */
export function seriesLines(text: string, shown: string): SeriesLine[] {
  const lines = text
    .split("\n")
    .map((line) => line.replace(/(?:^|\s)#.*$/, "").trim())
    .filter(Boolean)
    .map((line) => lineOf(line, shown));
  if (!lines.length)
    throw new UserError(`${shown}: it lists no patches`, "list one patch per line");
  const twice = lines.find(({ path }, at) => lines.findIndex((one) => one.path === path) !== at);
  if (twice)
    throw new UserError(`${shown}: ${twice.path} is listed twice`, "remove one of the two lines");
  return lines;
}

function lineOf(line: string, shown: string): SeriesLine {
  const [path = "", ...options] = line.split(/\s+/);
  const why = unsafePath(path);
  if (why)
    throw new UserError(
      `${shown}: the name ${JSON.stringify(path)} ${why}`,
      "list only files in this folder",
    );
  const odd = options.find((option) => !/^-p[01]$/.test(option));
  if (odd !== undefined)
    throw new UserError(
      `${shown}: ${path}: the option ${odd} is not supported`,
      "refresh the patch with: quilt refresh -p1",
    );
  return { path, strip: options.includes("-p0") ? 0 : 1 };
}
