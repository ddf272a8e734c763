// Removes a folder that code of a series may have written: without rights on it, or deeper than a path may be long.

import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { promisify } from "node:util";

export async function removeFolder(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true }).catch(() => removeBySteps(path));
}

/** rm(1) and chmod(1) walk from folder to folder; neither follows a link below `path`. */
async function removeBySteps(path: string): Promise<void> {
  await promisify(execFile)("chmod", ["--recursive", "--silent", "u+rwx", "--", path]).catch(
    () => undefined,
  );
  await promisify(execFile)("rm", ["--recursive", "--force", "--", path]);
}
