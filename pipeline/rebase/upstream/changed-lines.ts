// What a diff takes away and adds, without its context: what a commit still has in common with a patch that landed in
// another shape.

import type { PatchedFile } from "../../parse/patch/patched-file.ts";

export type ChangedHunk = {
  readonly path: string;
  readonly header: string;
  /** Unbroken runs of removed and added lines, each with its sign. */
  readonly runs: readonly string[];
};

export function changedHunks(files: readonly PatchedFile[]): ChangedHunk[] {
  return files.flatMap(({ before, after, hunks }) =>
    hunks.map(({ header, lines }) => ({
      path: after ?? before ?? "",
      header,
      runs: runsOf(lines),
    })),
  );
}

function runsOf(lines: readonly string[]): string[] {
  const runs: string[] = [];
  for (const [at, line] of lines.entries()) {
    if (line.startsWith(" ")) continue;
    const goesOn = at > 0 && !lines[at - 1]?.startsWith(" ");
    if (goesOn) runs.push((runs.pop() ?? "") + line);
    else runs.push(line);
  }
  return runs;
}
