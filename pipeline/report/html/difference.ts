// Of the page: what a cell shows that the unpatched kernel on the same platform does not, and the reverse.

import type { RunCell } from "../../model/record/run-record.ts";
import { differenceLines } from "../facts/difference-words.ts";
import { type Html, markup } from "../safe/html-escape.ts";

/** Undefined where there is no difference. */
export function differenceView({ difference }: RunCell): Html | undefined {
  if (!difference) return undefined;
  const lines = differenceLines(difference);
  return markup`<pre class="quote" tabindex="0" role="region" aria-label="Differences">${lines.map((line) => markup`${line}\n`)}</pre>`;
}

/** Known faults that did not decide, with the entry that says so. */
export function allowedView({ allowed }: RunCell): Html | undefined {
  if (!allowed?.length) return undefined;
  const items = allowed.map(
    ({ by, reason, link, expires, text }) =>
      markup`<li>Allowed by <b>${by}</b> until ${expires}: ${reason} (${link})<pre class="quote">${text}</pre></li>`,
  );
  return markup`<ul>${items}</ul>`;
}
