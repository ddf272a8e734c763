// Files into a folder, and nowhere else.

import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UserError } from "../../model/errors.ts";
import { unsafePath } from "../../parse/patch/patch-paths.ts";

/** Path -> bytes as latin1 characters. Throws UserError before the first byte for a path that leaves the folder. */
export async function writeFolder(dir: string, files: ReadonlyMap<string, string>): Promise<void> {
  for (const path of files.keys()) {
    const why = unsafePath(path);
    if (why)
      throw new UserError(`the name ${JSON.stringify(path)} ${why}`, "correct it in quilt.yaml");
  }
  for (const [path, text] of files) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), text, { encoding: "latin1", flag: "wx" });
  }
}
