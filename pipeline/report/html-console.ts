// A console in the page: numbered lines, the deciding one marked, and how many were left out where.

import type { RunCell } from "../model/run-record.ts";
import {
  type ConsoleExcerpt,
  consoleExcerpt,
  type ConsoleLine,
  decidingLines,
} from "./console-excerpt.ts";
import { type Html, markup } from "./html-escape.ts";
import { counted, sizeInWords } from "./in-words.ts";

type Console = NonNullable<RunCell["evidence"]["console"]>;

export type ShownConsole = {
  readonly console: Console;
  /** What it is to a reader: `Console`, `Console of dom0`. */
  readonly title: string;
  /** Undefined where the page was made without the store. */
  readonly text: string | undefined;
  readonly finding: RunCell["finding"];
  /** The cell's name in links. */
  readonly anchor: string;
};

/** Folded, unless it holds the line that decided. */
export function consoleView(shown: ShownConsole): Html {
  const { console, title, text } = shown;
  if (text === undefined)
    return markup`<p class="note">${title}: ${console.name}, ${sizeInWords(console.bytes)}, is in the store as <code>${console.digest}</code>; this page was made without it.</p>`;
  const deciding = decidingLine(shown);
  const excerpt = consoleExcerpt(text, deciding);
  return markup`<details${deciding === undefined ? "" : markup` open`}>
<summary>${title} <span class="count">${excerptWords(excerpt)}</span></summary>
<pre class="console" tabindex="0" role="region" aria-label="${title} of ${shown.anchor}">${runsOf(excerpt, deciding, shown.anchor)}</pre>
</details>`;
}

/** The deciding line with its neighbours, for the finding itself; undefined where this console has no such line. */
export function decidingView(shown: ShownConsole): Html | undefined {
  const deciding = decidingLine(shown);
  if (deciding === undefined || shown.text === undefined) return undefined;
  const lines = decidingLines(shown.text, deciding);
  if (!lines.length) return undefined;
  const views = lines.map((line) =>
    line.number === deciding ? markedView(line) : plainView(line),
  );
  return markup`<pre class="console" tabindex="0" role="region" aria-label="The deciding line">${views}</pre>`;
}

/** The line of this console that decided, if it was one of this console. */
function decidingLine({ console, finding }: ShownConsole): number | undefined {
  return finding?.line?.in === console.name ? finding.line.line : undefined;
}

/** Where the deciding line stands on the page. */
export function decidingAnchor(anchor: string): string {
  return `${anchor}-line`;
}

function excerptWords({ total, leftOut }: ConsoleExcerpt): string {
  if (!total) return "empty";
  return leftOut
    ? `${total - leftOut} of ${counted(total, "line")}, ${leftOut} left out`
    : counted(total, "line");
}

function runsOf({ runs }: ConsoleExcerpt, deciding: number | undefined, anchor: string): Html[] {
  let next = 1;
  return runs.flatMap((run) => {
    const missing = (run[0]?.number ?? next) - next;
    next = (run.at(-1)?.number ?? next) + 1;
    const gap = missing ? [gapView(missing)] : [];
    return [...gap, ...run.map((line) => lineView(line, deciding, anchor))];
  });
}

function gapView(missing: number): Html {
  return markup`<span class="gap">${counted(missing, "line")} left out</span>\n`;
}

function lineView(line: ConsoleLine, deciding: number | undefined, anchor: string): Html {
  return line.number === deciding ? markedView(line, decidingAnchor(anchor)) : plainView(line);
}

/** The number is an attribute, so that whoever copies a console gets the console. */
function plainView({ number, text }: ConsoleLine): Html {
  return markup`<span data-n="${number}">${text}</span>\n`;
}

function markedView({ number, text }: ConsoleLine, id?: string): Html {
  return markup`<mark${id && markup` id="${id}"`} data-n="${number}">${text}</mark>\n`;
}
