// A dossier into its folder: all of it or nothing, and never beside what somebody else put there.

import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UserError } from "../model/errors.ts";
import { writeFolder } from "../exchange/stored/write-folder.ts";

/** Lies in every dossier: a folder with it may be written anew. */
const mark = "recipients.txt";

/** Name -> bytes as latin1 characters. Throws UserError where something else is in the folder. */
export async function writeDossier(dir: string, files: ReadonlyMap<string, string>): Promise<void> {
  const there = existsSync(dir) ? await readdir(dir) : [];
  if (there.length && !existsSync(join(dir, mark)))
    throw new UserError(
      `${dir}: it contains files that do not belong to a dossier`,
      "give a new or empty folder with --output",
    );
  const aside = `${dir}.new`;
  await rm(aside, { recursive: true, force: true });
  await mkdir(dirname(dir), { recursive: true });
  await writeFolder(aside, files);
  await rm(dir, { recursive: true, force: true });
  await rename(aside, dir);
}
