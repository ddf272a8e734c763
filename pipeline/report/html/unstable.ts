// Parts of the page: cells that pass but did not in every boot, and the result of every boot of a repeated cell.

import type { RunCell, RunRecord } from "../../model/record/run-record.ts";
import { consoleLink } from "./console-page.ts";
import { type Html, markup } from "../safe/html-escape.ts";
import type { Links } from "./matrix.ts";
import { tallyOf } from "../facts/matrix.ts";
import { attemptInWords, failedAttempts, unstableCells } from "../facts/unstable.ts";

/** Undefined where there is none. */
export function unstableView(run: RunRecord, links: Links): Html | undefined {
  const cells = unstableCells(run);
  if (!cells.length) return undefined;
  const items = cells.map((cell) => {
    const boots = failedAttempts(cell).map((words) => markup`<li>${words}</li>`);
    return markup`<li><a href="${links.get(cell)}">${cell.platform}</a> <span class="where">${cell.head} ${cell.series}</span>: did not pass in ${tallyOf(cell)} boots<ul>${boots}</ul></li>`;
  });
  return markup`<ul class="changes">${items}</ul>`;
}

/** Every boot of a cell that did not pass at once; undefined where one was enough. */
export function attemptsView({ attempts }: RunCell): Html | undefined {
  if (!attempts?.length) return undefined;
  const items = attempts.map((one, index) => {
    const { console, hostConsole, registers, finding, bootedIn } = one;
    const files = [
      console && consoleLink(console, finding, "console"),
      hostConsole && consoleLink(hostConsole, finding, "console of the host"),
      registers && consoleLink(registers, finding, "registers"),
    ].flatMap((file) => (file ? [markup`, ${file}`] : []));
    return markup`<li>${attemptInWords(one, index)} (run ${bootedIn}${files})</li>`;
  });
  return markup`<ul>${items}</ul>`;
}
