// What to type after an interruption: what was finished is in the store, so the same command does the rest.

import { pasteable } from "../tools/shell.ts";

/** `argv`: the words behind `./twinboot`. */
export function goOnWith(argv: readonly string[]): string {
  const line = `go on with: ${pasteable(["./twinboot", ...argv])}`;
  return argv.includes("--fresh") ? `${line} (without --fresh finished boots are reused)` : line;
}
