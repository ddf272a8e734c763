// Of the page: which cells pass and did not always, and in each cell that was booted again what every boot came to.

import type { RunCell, RunRecord } from "../model/run-record.ts";
import { type Html, markup } from "./html-escape.ts";
import type { Links } from "./html-matrix.ts";
import { tallyOf } from "./matrix.ts";
import { attemptInWords, unstableCells } from "./unstable.ts";

/** Undefined where there is none. */
export function unstableView(run: RunRecord, links: Links): Html | undefined {
  const cells = unstableCells(run);
  if (!cells.length) return undefined;
  const items = cells.map(
    (cell) =>
      markup`<li><a href="${links.get(cell)}">${cell.platform}</a> <span class="where">${cell.head} ${cell.series}</span>: did not pass in ${tallyOf(cell)} boots</li>`,
  );
  return markup`<ul>${items}</ul>`;
}

/** Every boot of a cell that did not pass at once; undefined where one was enough. */
export function attemptsView({ attempts }: RunCell): Html | undefined {
  if (!attempts?.length) return undefined;
  const items = attempts.map((one, index) => {
    const { console, bootedIn } = one;
    const digest = console && markup`, console <code>${console.digest}</code>`;
    return markup`<li>${attemptInWords(one, index)} (run ${bootedIn}${digest})</li>`;
  });
  return markup`<ol>${items}</ol>`;
}
