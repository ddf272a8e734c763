// What a run measured, as a part of the page: charts first, each above the table that it draws.

import type { RunRecord } from "../model/run-record.ts";
import { costGrounds } from "./cost-rows.ts";
import { costBars, ratioForest, stepChart } from "./cost-charts.ts";
import type { FigureCell, FigureTable } from "./figure-table.ts";
import { type Html, markup } from "./html-escape.ts";
import { nightsTable } from "./nights.ts";
import { type Performance, performanceOf } from "./performance.ts";

/** `history`: other runs of the same store, in any order. Empty markup where nothing was measured. */
export function performanceView(run: RunRecord, history: readonly RunRecord[]): Html {
  const performance = performanceOf(run);
  if (!performance) return markup``;
  const runs = [...history.filter((one) => one.run < run.run), run];
  const nights = nightsTable(runs);
  return markup`${performance.notes.map((note) => markup`<p class="note">${note}</p>`)}
${groundViews(run, performance)}
${nights.map((table) => markup`${tableStart(table)}${stepChart(runs)}${tableBody(table)}`)}`;
}

/** A chart stands above the first table of its kind. */
function groundViews(run: RunRecord, { tables }: Performance): Html[] {
  const charts = new Map<string, readonly (Html | undefined)[]>();
  for (const ground of costGrounds(run)) {
    const title = `${ground.series} on ${ground.head}`;
    charts.set(`Three costs: ${title}`, [costBars(run, ground)]);
    charts.set(`Time: ${title}`, [ratioForest(ground, "sampled")]);
    charts.set(`Instructions: ${title}`, [ratioForest(ground, "exact")]);
  }
  return tables.map(
    (table) => markup`${tableStart(table)}${charts.get(table.title) ?? []}${tableBody(table)}`,
  );
}

function tableStart({ title }: FigureTable): Html {
  return markup`<h3>${title}</h3>`;
}

function tableBody({ title, columns, rows, notes = [] }: FigureTable): Html {
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
