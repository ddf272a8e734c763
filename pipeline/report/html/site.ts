// A run as a static site: pages that name only each other, a style sheet and a script beside them. No server is needed.
// Pages come one by one, so that thousands of them are never in memory together.

import type { RunRecord } from "../../model/record/run-record.ts";
import { cellPage } from "./cell.ts";
import { consolePage, consolePages } from "./console-page.ts";
import { markup } from "../safe/html-escape.ts";
import { historyPage } from "./history.ts";
import { indexPage } from "./index.ts";
import { cellLinks } from "./matrix.ts";
import { type Page, pageOf, type Place, section } from "./page.ts";
import { performanceView } from "./performance.ts";
import { runPage } from "./run.ts";
import { seriesView } from "./series.ts";
import type { SiteInputs } from "./site-inputs.ts";

/** Links back to the first page. */
export const certificatesIndex = "certificates/index.html";

/** Files that are the same for every run, in `site-files/` beside this one. */
export const siteFiles = ["style.css", "site.js"] as const;

/** A page without content is not there, and no page links to it. */
export function* sitePages(given: Omit<SiteInputs, "places" | "links">): Generator<Page> {
  const { run, history, certificates = false } = given;
  const inputs = {
    ...given,
    places: placesOf(run, history.runs.length, certificates),
    links: cellLinks(run.cells),
  };
  yield indexPage(inputs);
  if (run.series.length) yield patchesPage(inputs);
  if (run.metrics?.length) yield performancePage(inputs);
  if (history.runs.length > 1) yield historyPage(inputs);
  yield runPage(inputs);
  for (const [cell, path] of inputs.links) yield cellPage(cell, path, inputs);
  for (const shown of consolePages(run)) yield consolePage(shown, inputs);
}

/** `publish` writes the page of certificates: it is no run's. */
function placesOf(run: RunRecord, runs: number, certificates: boolean): Place[] {
  const all: readonly (readonly [...Place, boolean])[] = [
    ["index.html", "Verdicts", true],
    ["patches.html", "Patches", run.series.length > 0],
    ["performance.html", "Performance", Boolean(run.metrics?.length)],
    ["history.html", "History", runs > 1],
    ["run.html", "Run", true],
    [certificatesIndex, "Certificates", certificates],
  ];
  return all.filter(([, , shown]) => shown).map(([path, name]) => [path, name]);
}

function patchesPage({ run, places }: SiteInputs): Page {
  const title = "How each patch fared on each head";
  const header = markup`<header><h1>${title}</h1></header>`;
  const main = section("Patches", seriesView(run));
  return pageOf({ run, places, path: "patches.html", title, header, main });
}

function performancePage({ run, places }: SiteInputs): Page {
  const title = "What it costs";
  const header = markup`<header><h1>${title}</h1></header>`;
  const main = section("Figures", performanceView(run));
  return pageOf({ run, places, path: "performance.html", title, header, main });
}
