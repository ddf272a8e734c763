// The history over all runs: one heat map, what failed or changed first; a step chart for each exact metric that moved.

import type { RunCell, RunRecord } from "../../model/record/run-record.ts";
import { baseRow } from "../../model/described/series.ts";
import type { Verdict } from "../../model/judge/verdict.ts";
import type { History } from "../facts/history.ts";
import { type Html, markup } from "../safe/html-escape.ts";
import { figuresView } from "./figures.ts";
import type { Links } from "./matrix.ts";
import { type Page, pageOf, section } from "./page.ts";
import { stripView, stripWords } from "./strip.ts";
import { pluralize } from "../../model/pluralize.ts";
import { metricSteps } from "./metric-chart.ts";
import { movedCounts, nightsTable } from "../cost/nights.ts";
import type { SiteInputs } from "./site-inputs.ts";

export function historyPage({ run, history, places, links }: SiteInputs): Page {
  const title = `History of ${pluralize(history.runs.length, "run")}`;
  const header = markup`<header><h1>${title}</h1>
<p class="lead">Oldest on the left, one row for each cell. A low bar is a pass, a full one a failure; where there is none, the run did not have the cell.</p></header>`;
  const rows = run.cells.map((cell) => ({ cell, nights: history.verdictsOf(cell) }));
  const steady = rows.filter(({ nights }) => isSteady(nights));
  const moved = rows
    .filter(({ nights }) => !isSteady(nights))
    .toSorted((a, b) => restOf(b) - restOf(a));
  const main = [
    section(
      "Failures and changes",
      moved.length
        ? mapView(moved, links)
        : markup`<p>None: every cell passed in every run that had it.</p>`,
    ),
    steady.length > 0 && section("Steady", steadyView(steady, links)),
    section("Exact metrics", chartsView(run, history)),
  ];
  return pageOf({ run, places, path: "history.html", title, header, main });
}

type Night = Verdict | undefined;
type Row = { readonly cell: RunCell; readonly nights: readonly Night[] };

function isSteady(nights: readonly Night[]): boolean {
  return nights.every((night) => night === undefined || night === "pass" || night === "skip");
}

/** What fails now comes first, then what failed last. */
function restOf({ nights }: Row): number {
  return nights.findLastIndex(
    (night) => night !== undefined && night !== "pass" && night !== "skip",
  );
}

function steadyView(rows: readonly Row[], links: Links): Html {
  const words = `${pluralize(rows.length, "cell")} passed, or ${rows.length === 1 ? "was" : "were"} skipped, in every run.`;
  return markup`<details><summary>${words}</summary>${mapView(rows, links)}</details>`;
}

function mapView(rows: readonly Row[], links: Links): Html {
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="Verdicts of every run"><table class="history map">
<thead><tr><th scope="col">Cell</th><th scope="col">Verdicts</th></tr></thead>
<tbody>${rows.map((row) => mapRow(row, links))}</tbody></table></div>`;
}

function mapRow({ cell, nights }: Row, links: Links): Html {
  const { head, series, platform } = cell;
  const label = series === baseRow ? "unpatched" : series;
  return markup`
<tr title="${stripWords(nights)}"><th scope="row"><a href="${links.get(cell)}">${platform}</a> <small>${head} ${label}</small></th><td>${stripView(nights)}</td></tr>`;
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
  return markup`<p>${pluralize(still, "metric")} of ${exact.length} never moved.${more > 0 && ` The ${maxCharts} that moved most are drawn.`}</p>
<div class="charts">${charts}</div>
${table && figuresView(table)}`;
}
