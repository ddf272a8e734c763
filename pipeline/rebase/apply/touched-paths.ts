// Every path that a patch names, before and after.

import type { ParsedPatch } from "../../parse/patch/patch.ts";

export function touchedPaths({ files }: ParsedPatch): string[] {
  const paths = files.flatMap(({ before, after }) => [before, after]);
  return [...new Set(paths.filter((path) => path !== undefined))];
}
