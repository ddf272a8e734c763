// Whether a kept folder is as it was left: by names, kinds, sizes and seconds, since reading all of it would cost too much.

import { type Digest, digestOf } from "../model/digest.ts";
import { run } from "./shell.ts";

/** Undefined where there is no such folder. `but`: a folder at its top that may change. */
export async function folderListing(dir: string, but?: string): Promise<Digest | undefined> {
  const left = but === undefined ? [] : ["-path", `${dir}/${but}`, "-prune", "-o"];
  const print = ["!", "-type", "d", "-printf", "%P %y %s %T@ %l\\n"];
  const { exitCode, stdout } = await run(["find", dir, ...left, ...print]);
  if (exitCode !== 0) return undefined;
  // Archives of stores keep whole seconds only.
  const lines = stdout.replaceAll(/(\d)\.\d+ /g, "$1 ").split("\n");
  return digestOf(lines.toSorted().join("\n"));
}
