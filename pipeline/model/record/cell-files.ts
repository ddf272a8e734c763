// The files that a cell speaks of: those that its boots left, and nothing that only looks like one.

import type { Artifact } from "../artifact.ts";
import type { RunCell } from "./run-record.ts";

export function cellFiles({ evidence, attempts = [] }: RunCell): Artifact[] {
  return [evidence, ...attempts].flatMap(({ console, hostConsole, registers }) =>
    [console, hostConsole, registers].filter((file) => file !== undefined),
  );
}
