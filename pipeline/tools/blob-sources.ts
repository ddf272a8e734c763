// The servers that can send what a repository without blobs lacks: a file in it, an address a line, the latest first.

import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const file = "blob-sources";

/** None: everything is here. What is no address is passed over: the repository may come out of a cache. */
export function sourcesOf(gitDir: string): readonly string[] {
  const path = join(gitDir, file);
  try {
    return readFileSync(path, "utf8").split("\n").filter(isAddress);
  } catch {
    return [];
  }
}

/** From now on it is asked first. */
export function addSource(gitDir: string, url: string): void {
  const known = sourcesOf(gitDir);
  if (known[0] === url) return;
  const path = join(gitDir, file);
  const lines = [url, ...known.filter((one) => one !== url)];
  writeFileSync(`${path}.lock`, lines.map((line) => `${line}\n`).join(""));
  renameSync(`${path}.lock`, path);
}

/** What runs no program: git knows addresses that do. */
function isAddress(line: string): boolean {
  return /^(?:https?|git|ssh|file):\/\/[^\s-]\S*$/.test(line);
}
