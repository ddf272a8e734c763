// A console, whole: numbered lines, each with a name for links, the deciding one marked.
// In chunks that the browser lays out only when they come into view, so that 70,000 lines scroll like 200.

import type { RunCell } from "../../model/record/run-record.ts";
import { type ConsoleLine, consoleLines, decidingLines } from "../facts/console-lines.ts";
import { type Html, markup, markupOfLines } from "../safe/html-escape.ts";
import { pluralize } from "../../model/pluralize.ts";
import { sizeInWords } from "../facts/in-words.ts";

type Console = NonNullable<RunCell["evidence"]["console"]>;

export type ShownConsole = {
  readonly console: Console;
  /** What it is to a reader: `Console`, `Console of the host`. */
  readonly title: string;
  /** Undefined where the page was made without the store. */
  readonly text: string | undefined;
  /** Of this console; undefined where the verdict was decided elsewhere. */
  readonly deciding?: number | undefined;
};

const chunkLines = 250;

export function consoleView({ console, title, text, deciding }: ShownConsole): Html {
  if (text === undefined)
    return markup`<p class="note">${title}: ${console.name}, ${sizeInWords(console.bytes)}, is in the store as <code>${console.digest}</code>; this page was made without it.</p>`;
  const lines = consoleLines(text);
  if (!lines.length) return markup`<p class="note">${title}: ${console.name} is empty.</p>`;
  const starts = Array.from(
    { length: Math.ceil(lines.length / chunkLines) },
    (_, at) => at * chunkLines,
  );
  const chunks = starts.map((from) =>
    chunkView(lines.slice(from, from + chunkLines), from, deciding),
  );
  const jump =
    deciding !== undefined && markup`<a href="#L${deciding}">line ${deciding} decided</a>`;
  return markup`<p class="note">${pluralize(lines.length, "line")}, ${sizeInWords(console.bytes)}. A click on a line puts it into the address. ${jump}</p>
<div class="console" tabindex="0" role="region" aria-label="${title}, its lines">${chunks}</div>`;
}

/** The number belongs to the list, so that it is not copied with the console. */
function chunkView(lines: readonly string[], from: number, deciding: number | undefined): Html {
  const items = markupOfLines(lines, (text, at) => {
    const number = from + at + 1;
    const marked = number === deciding ? `<mark>${text}</mark>` : text;
    return `<li id="L${number}">${marked}</li>`;
  });
  return markup`<ol start="${from + 1}">${items}</ol>`;
}

/** The deciding line with its neighbours, for the finding itself; undefined where the console has no such line. */
export function decidingView({ text, deciding }: ShownConsole, page = ""): Html | undefined {
  if (deciding === undefined || text === undefined) return undefined;
  const lines = decidingLines(text, deciding);
  if (!lines.length) return undefined;
  const views = lines.map((line) => quotedLine(line, deciding, page));
  return markup`<pre class="lines" tabindex="0" role="region" aria-label="The deciding line">${views}</pre>`;
}

function quotedLine({ number, text }: ConsoleLine, deciding: number, page: string): Html {
  const link = markup`<a href="${page}#L${number}" tabindex="-1" aria-hidden="true" data-n="${number}"></a>`;
  return number === deciding
    ? markup`<mark>${link}${text}</mark>\n`
    : markup`<span>${link}${text}</span>\n`;
}
