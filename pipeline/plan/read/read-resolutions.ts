// patches/<name>/resolutions/ -> kept resolutions, checked: data only, reviewed like code.

import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../model/errors.ts";
import type { ResolutionFile } from "../model/series.ts";
import { parseResolution } from "../parse/resolution.ts";

/** Throws UserError: `file:line: what is wrong`. `today`: an ISO 8601 day; a resolution holds to the end of its own. */
export function readResolutions(
  root: string,
  dir: string,
  today = new Date().toISOString().slice(0, 10),
): ResolutionFile[] {
  const folder = `${dir}/resolutions`;
  const names = existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : [];
  return names.toSorted().map((name) => readResolution(root, `${folder}/${name}`, name, today));
}

function readResolution(root: string, shown: string, name: string, today: string): ResolutionFile {
  const path = join(root, shown);
  if (!/^\w[\w.+-]*\.resolution$/.test(name) || !lstatSync(path).isFile())
    throw new UserError(
      `${shown}: it is no resolution`,
      "keep nothing there but files like fix-it.1234abcd.resolution",
    );
  const text = readFileSync(path, "latin1");
  const resolution = parseResolution(text);
  if ("wrong" in resolution)
    throw new UserError(
      `${shown}:${resolution.line}: ${resolution.wrong}`,
      `correct ${shown}, or make it again with: ./twinboot resolve`,
    );
  const { expires } = resolution;
  return { name, text, expired: expires !== undefined && expires < today };
}
