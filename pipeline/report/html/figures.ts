// A table of figures: each names the rows of run.json that it comes from.

import type { FigureCell, FigureTable } from "../cost/figure-table.ts";
import { type Html, markup } from "../safe/html-escape.ts";

export function figuresView({ title, columns, rows, notes = [] }: FigureTable): Html {
  const heads = columns.map(
    ({ name, number }) => markup`<th scope="col"${number && markup` class="number"`}>${name}</th>`,
  );
  const body = rows.map(
    (cells) => markup`<tr>${cells.map((cell, at) => cellView(cell, columns[at]?.number))}</tr>`,
  );
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="${title}"><table class="figures"><thead><tr>${heads}</tr></thead><tbody>${body}</tbody></table></div>
${notes.map((note) => markup`<p class="note">${note}</p>`)}`;
}

function cellView(cell: FigureCell, number: boolean | undefined): Html {
  const side = number ? markup` class="number"` : undefined;
  if (typeof cell === "string") return markup`<td${side}>${cell}</td>`;
  const { text, rows, tone } = cell;
  const shown = tone ? markup`<span class="tone ${tone}">${text}</span>` : text;
  return markup`<td${side}>${shown}${rows.map((id) => markup`<small><code>${id}</code></small>`)}</td>`;
}
