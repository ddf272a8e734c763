// Of the Markdown: how cells differ from the unpatched kernel's, and which known faults did not decide.

import type { RunRecord } from "../../model/record/run-record.ts";
import { differencesOf } from "../facts/difference-words.ts";
import type { Section } from "../safe/markdown-budget.ts";
import { fenced, plain } from "../safe/markdown-escape.ts";
import { cellTitle } from "../facts/matrix.ts";

const shownLines = 20;

export function differencesSection(run: RunRecord): Section {
  const blocks = differencesOf(run).map(({ cell, lines }) => {
    const more = lines.length - shownLines;
    const shown = [
      ...lines.slice(0, shownLines),
      ...(more > 0 ? [`(${more} more in run.json)`] : []),
    ];
    return `### ${plain(cellTitle(cell, run))}\n\n${fenced(shown)}`;
  });
  return { title: "Differences to the base", blocks, between: "\n\n", blockName: "cells" };
}

export function allowedSection(run: RunRecord): Section {
  const blocks = run.cells.flatMap((cell) =>
    (cell.allowed ?? []).map(({ by, reason, link, expires, text }) => {
      const title = plain(cellTitle(cell, run));
      return `- ${title}: ${plain(text)}, allowed by ${plain(by)} until ${plain(expires)}: ${plain(reason, 1000)} (${plain(link)})`;
    }),
  );
  return { title: "Known faults that did not decide", blocks, between: "\n", blockName: "faults" };
}
