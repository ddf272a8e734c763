// What the series costs: the figures of the run, base beside series. Exact counts and samples are never mixed.

import type { Metric } from "../model/metric.ts";
import type { RunRecord } from "../model/run-record.ts";
import { baseRow } from "../model/series.ts";
import { type Html, markup } from "./html-escape.ts";
import { type Page, pageOf, section } from "./html-page.ts";
import { counted } from "./in-words.ts";
import { changeInWords, middleOf } from "./metric-words.ts";

export function performancePage(run: RunRecord): Page {
  const { metrics = [] } = run;
  const title = metrics.length
    ? `${counted(metrics.length, "figure")} were taken`
    : "Nothing was measured";
  const header = markup`<header><h1>${title}</h1>
<p class="lead">An exact count is the same on any machine with this QEMU: no caches, no branch predictor, one vCPU. A sample is time, and says nothing below its own noise.</p></header>`;
  const classes = ["exact", "sampled"] as const;
  const main = classes.map((name) => classView(name, metrics));
  return pageOf({ run, path: "performance.html", title, header, main });
}

function classView(name: Metric["class"], metrics: readonly Metric[]): Html | undefined {
  const own = metrics.filter((metric) => metric.class === name);
  if (!own.length) return undefined;
  const places = Map.groupBy(
    own,
    ({ head, flavour, platform }) => `${platform}, ${head} ${flavour}`,
  );
  const tables = [...places].map(([place, figures]) => placeView(place, figures));
  return section(name === "exact" ? "Exact counts" : "Samples", tables);
}

function placeView(place: string, metrics: readonly Metric[]): Html {
  const bases = new Map(
    metrics.filter(({ series }) => series === baseRow).map((metric) => [metric.workload, metric]),
  );
  const rows = metrics.map((metric) => metricRow(metric, bases.get(metric.workload)));
  const names = ["Workload", "Kernel", "Figure", "Against the base", "Row"];
  return markup`<h3>${place}</h3>
<div class="scroll" tabindex="0" role="region" aria-label="Figures on ${place}"><table>
<thead><tr>${names.map((name) => markup`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

function metricRow(metric: Metric, base: Metric | undefined): Html {
  const { workload, series, patches, unit, demoted, id } = metric;
  const which = patches === undefined ? series : `${series}, ${counted(patches, "patch")}`;
  const why = demoted && markup`<small>${demoted}</small>`;
  return markup`
<tr><th scope="row">${workload}</th><td>${which}</td><td class="number">${middleOf(metric)} ${unit}${why}</td><td class="number">${changeInWords(metric, base)}</td><td><code>${id}</code></td></tr>`;
}
