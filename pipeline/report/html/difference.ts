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

/** Known faults that did not decide, each below the entry that says so. */
export function allowedView({ allowed }: RunCell): Html | undefined {
  if (!allowed?.length) return undefined;
  const entries = [...Map.groupBy(allowed, ({ by }) => by).values()];
  const items = entries.map((faults) => {
    const [first] = faults;
    const texts = faults.map(({ text }) => markup`<pre class="quote">${text}</pre>`);
    return markup`<li>Allowed by <b>${first?.by}</b> until ${first?.expires}: ${first?.reason} (${first?.link})${texts}</li>`;
  });
  return markup`<ul>${items}</ul>`;
}
