// patches/<name>/resolutions/ -> kept resolutions, checked: data only, reviewed like code.

import { existsSync, lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../model/errors.ts";
import type { ResolutionFile } from "../../model/described/series.ts";
import { parseResolution } from "../../parse/patch/resolution.ts";
import { readText } from "./read-yaml.ts";

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
      `${shown}: it is not a resolution`,
      "keep only files like fix-it.1234abcd.resolution in that folder",
    );
  const text = readText(path, shown, "latin1");
  const resolution = parseResolution(text);
  if ("wrong" in resolution)
    throw new UserError(
      `${shown}:${resolution.line}: ${resolution.wrong}`,
      `correct ${shown}, or recreate it with: ./twinboot resolve`,
    );
  const { expires } = resolution;
  return { name, text, expired: expires !== undefined && expires < today };
}
