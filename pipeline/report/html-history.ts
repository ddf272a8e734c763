// The history over all runs: a heat strip for each cell, a step chart for each exact metric that ever moved.

import type { RunCell, RunRecord } from "../model/run-record.ts";
import { baseRow } from "../model/series.ts";
import type { Verdict } from "../model/verdict.ts";
import type { History } from "./history.ts";
import { type Html, markup } from "./html-escape.ts";
import { figuresView } from "./html-figures.ts";
import type { Links } from "./html-matrix.ts";
import { type Page, pageOf, section } from "./html-page.ts";
import { stripView, stripWords } from "./html-strip.ts";
import { counted } from "../model/counted.ts";
import { metricSteps } from "./metric-chart.ts";
import { movedCounts, nightsTable } from "./nights.ts";

export function historyPage(run: RunRecord, history: History, links: Links): Page {
  const title = `History of ${counted(history.runs.length, "run")}`;
  const header = markup`<header><h1>${title}</h1>
<p class="lead">Oldest on the left. A low bar is a pass, a full one a failure; where there is none, the run did not have the cell.</p></header>`;
  const main = [
    section("Cells", stripsView(run, history, links)),
    section("Exact metrics", chartsView(run, history)),
  ];
  return pageOf({ run, path: "history.html", title, header, main });
}

function stripsView(run: RunRecord, history: History, links: Links): Html {
  const rows = run.cells.map((cell) => stripRow(cell, history.verdictsOf(cell), links));
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="History of every cell"><table class="history">
<thead><tr><th scope="col">Cell</th><th scope="col">Verdicts</th><th scope="col">In words</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

function stripRow(cell: RunCell, nights: readonly (Verdict | undefined)[], links: Links): Html {
  const { head, series, platform } = cell;
  const label = series === baseRow ? "unpatched" : series;
  return markup`
<tr><th scope="row"><a href="${links.get(cell)}">${platform}</a> <small>${head} ${label}</small></th><td>${stripView(nights)}</td><td>${stripWords(nights)}</td></tr>`;
}

/** Each costs some milliseconds and kilobytes; the tables have all figures. */
const maxCharts = 24;

function chartsView(run: RunRecord, history: History): Html {
  const exact = (run.metrics ?? []).filter((metric) => metric.class === "exact");
  if (!exact.length) return markup`<p>No exact metric was taken in this run.</p>`;
  const moved = movedCounts(run, history);
  const still = exact.length - moved.length;
  const table = nightsTable(moved, history);
  const charts = moved.slice(0, maxCharts).map(({ metric, counts }) =>
    metricSteps(
      metric,
      history.runs.map(({ run: number }) => number),
      counts,
    ),
  );
  const more = moved.length - charts.length;
  return markup`<p>${counted(still, "metric")} of ${exact.length} never moved.${more > 0 && ` The ${maxCharts} that moved most are drawn.`}</p>
<div class="charts">${charts}</div>
${table && figuresView(table)}`;
}
