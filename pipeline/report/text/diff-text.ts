// Two boots side by side, for a terminal. Consoles are hostile text: every line is made visible.

import type { Difference } from "../../model/boot/difference.ts";
import { differenceLines } from "../facts/difference-words.ts";
import { oneLine } from "../safe/visible-text.ts";

type Line = { readonly normal: string; readonly text: string };
type BoundLines = { readonly gone: readonly string[]; readonly added: readonly string[] };

/** Lines of one console only, by their normalised text, as they stand there; how often one comes does not count. */
export function boundLines(there: readonly Line[], here: readonly Line[]): BoundLines {
  return { gone: onlyIn(there, here), added: onlyIn(here, there) };
}

function onlyIn(some: readonly Line[], others: readonly Line[]): string[] {
  const known = new Set(others.map(({ normal }) => normal));
  return some.flatMap(({ normal, text }) => {
    if (known.has(normal)) return [];
    known.add(normal);
    return [text];
  });
}

/** First what was reported (tests, facts), then the consoles; complaints stand among those lines. */
export function diffText(
  left: string,
  right: string,
  difference: Difference | undefined,
  { gone, added }: BoundLines,
): string {
  const reported = difference
    ? differenceLines({ ...difference, newNotices: [], lostNotices: [] })
    : [];
  const lines = [
    `--- ${oneLine(left)}`,
    `+++ ${oneLine(right)}`,
    ...reported.map((line) => oneLine(line)),
    ...gone.map((line) => `- ${oneLine(line)}`),
    ...added.map((line) => `+ ${oneLine(line)}`),
  ];
  return `${lines.join("\n")}\n`;
}
