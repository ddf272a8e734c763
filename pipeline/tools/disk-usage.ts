// What a folder takes on the disk: blocks, not sizes, so that a hole counts nothing.

import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** du(1) copes with any depth and any number of files; what cannot be read is left out. */
export async function diskUsage(folder: string): Promise<number> {
  const argv = ["--summarize", "--one-file-system", "--block-size=1", "--", folder];
  const { stdout } = await promisify(execFile)("du", argv).catch(
    (failed: { stdout: string }) => failed,
  );
  return Number(stdout.split("\t")[0]);
}
