// What a run measured, as a part of the page: charts first, each above the table that it draws.

import type { RunRecord } from "../../model/record/run-record.ts";
import { costComparisons } from "../cost/cost-rows.ts";
import { costBars, ratioForest } from "./cost-charts.ts";
import { type Html, markup } from "../safe/html-escape.ts";
import { figuresView } from "./figures.ts";
import { type Performance, performanceOf } from "../cost/performance.ts";

/** Empty markup where nothing was measured. How counts moved over the nights is on the page of the history. */
export function performanceView(run: RunRecord): Html {
  const performance = performanceOf(run);
  if (!performance) return markup``;
  return markup`${performance.notes.map((note) => markup`<p class="note">${note}</p>`)}
${groundViews(run, performance)}`;
}

/** A chart stands above the first table of its kind. */
function groundViews(run: RunRecord, { tables }: Performance): Html[] {
  const charts = new Map<string, readonly (Html | undefined)[]>();
  for (const comparison of costComparisons(run)) {
    const title = `${comparison.series} on ${comparison.head}`;
    charts.set(`Three costs: ${title}`, [costBars(run, comparison)]);
    charts.set(`Time: ${title}`, [ratioForest(comparison, "sampled")]);
    charts.set(`Instructions: ${title}`, [ratioForest(comparison, "exact")]);
  }
  return tables.map(
    (table) => markup`<h3>${table.title}</h3>${charts.get(table.title) ?? []}${figuresView(table)}`,
  );
}
