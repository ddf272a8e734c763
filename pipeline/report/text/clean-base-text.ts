// Where each series would apply, for a terminal. Subjects are hostile text.

import type { CleanBase, NamedCommit } from "../../model/patches/clean-base.ts";
import { oneLine } from "../safe/visible-text.ts";
import { withoutCommands } from "../safe/workflow-commands.ts";

export type CleanBaseRow = {
  readonly series: string;
  readonly head: string;
  /** Where the head stands, in words. */
  readonly pin: string;
  readonly found: CleanBase;
};

const maxLine = 160;

/** Ends with a line feed. */
export function cleanBaseText(rows: readonly CleanBaseRow[]): string {
  const lines = rows.flatMap(({ series, head, pin, found }) => [
    oneLine(`${series} on ${head} (${pin})`, maxLine),
    ...wordsOf(found).map((line) => `  ${oneLine(line, maxLine)}`),
  ]);
  return withoutCommands(`${lines.join("\n")}\n`);
}

function wordsOf({ clean, broke, tried }: CleanBase): string[] {
  const none = `the whole series applies to none of the ${tried} commits that touch its files`;
  if (!clean) return [none];
  const base = `base-commit: ${clean.commit}`;
  if (!broke) return [`applies to the head itself, ${inWords(clean)}`, base];
  const how = broke.isThere ? "has" : "is in the way of";
  return [`applies to ${inWords(clean)}`, `${inWords(broke)} ${how} ${broke.patch}`, base];
}

function inWords({ described, subject }: NamedCommit): string {
  return `${described} ("${subject}")`;
}
