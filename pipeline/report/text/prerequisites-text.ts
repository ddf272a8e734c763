// What each head lacks so that a series applies, for a terminal. Subjects are hostile text.

import type { Prerequisites } from "../../model/patches/prerequisites.ts";
import { oneLine } from "../safe/visible-text.ts";
import { withoutCommands } from "../safe/workflow-commands.ts";

export type PrerequisitesRow = {
  readonly series: string;
  readonly head: string;
  /** Where the head stands, in words. */
  readonly pin: string;
  readonly found: Prerequisites;
};

const maxLine = 160;

/** Ends with a line feed. */
export function prerequisitesText(rows: readonly PrerequisitesRow[]): string {
  const lines = rows.flatMap(({ series, head, pin, found }) => [
    oneLine(`${series} on ${head} (${pin})`, maxLine),
    ...wordsOf(found).map((line) => `  ${oneLine(line, maxLine)}`),
  ]);
  return withoutCommands(`${lines.join("\n")}\n`);
}

function wordsOf({ commits, tree, stuck, why }: Prerequisites): string[] {
  if (why !== undefined) return [why];
  const picks = commits.map(({ commit, subject }) => `${commit.slice(0, 12)} ("${subject}")`);
  if (tree === undefined)
    return [
      `not found: ${stuck} is still in conflict${picks.length ? " after these" : ""}`,
      ...picks,
    ];
  const proof = `tried: all of it applies then, as tree ${tree.slice(0, 12)}`;
  if (!picks.length) return ["needs no commit of another tree", proof];
  const ids = commits.map(({ commit }) => commit.slice(0, 12)).join(" ");
  return [
    `needs ${picks.length === 1 ? "one commit" : `${picks.length} commits, in this order`}:`,
    ...picks,
    `git cherry-pick -x ${ids}`,
    proof,
  ];
}
