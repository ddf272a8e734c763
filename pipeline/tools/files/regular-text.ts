// Small files that we wrote ourselves. Whatever else lies in their place by now must not hold us up.

import { lstat, readFile } from "node:fs/promises";

const mostBytes = 2 ** 20;

/** Empty where it is no regular file: a link or a FIFO may lead to something that never ends. */
export async function regularText(path: string): Promise<string> {
  const found = await lstat(path).catch(() => undefined);
  return found?.isFile() && found.size <= mostBytes ? readFile(path, "utf8") : "";
}
