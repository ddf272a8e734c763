// A run as a static site: pages that name only each other, a style sheet and a script beside them. No server is needed.
// Pages come one by one, so that thousands of them are never in memory together.

import type { RunRecord } from "../model/run-record.ts";
import { type CellGround, cellPage, hostConsolePage } from "./html-cell.ts";
import { markup } from "./html-escape.ts";
import { headsView, hostView, hypervisorsView, kernelsView, stepsView } from "./html-ground.ts";
import { historyPage } from "./html-history.ts";
import { indexPage } from "./html-index.ts";
import { cellLinks } from "./html-matrix.ts";
import { type Page, pageOf, section } from "./html-page.ts";
import { performanceView } from "./html-performance.ts";
import { seriesView } from "./html-series.ts";

/** Files that are the same for every run, in `site-files/` beside this one. */
export const siteFiles = ["style.css", "site.js"] as const;

/** `history` ends with the run itself. */
export function* sitePages(ground: CellGround): Generator<Page> {
  const { run, history } = ground;
  const links = cellLinks(run.cells);
  yield indexPage(run, history, links);
  yield patchesPage(run);
  yield performancePage(run);
  yield historyPage(run, history, links);
  yield groundsPage(run);
  for (const [cell, path] of links) yield cellPage(cell, path, ground);
  const hosts = run.cells.flatMap(({ evidence }) => evidence.hostConsole ?? []);
  for (const console of new Map(hosts.map((one) => [one.digest, one])).values())
    yield hostConsolePage(console, ground);
}

function patchesPage(run: RunRecord): Page {
  const series = seriesView(run);
  const title = "How each patch fared on each head";
  const header = markup`<header><h1>${title}</h1></header>`;
  const main = section("Patches", series.length ? series : markup`<p>No series was rebased.</p>`);
  return pageOf({ run, path: "patches.html", title, header, main });
}

function performancePage(run: RunRecord): Page {
  const title = run.metrics?.length ? "What it costs" : "Nothing was measured in this run";
  const header = markup`<header><h1>${title}</h1></header>`;
  const main = run.metrics?.length ? section("Figures", performanceView(run)) : "";
  return pageOf({ run, path: "performance.html", title, header, main });
}

function groundsPage(run: RunRecord): Page {
  const title = "What the verdicts stand on";
  const header = markup`<header><h1>${title}</h1></header>`;
  const main = [
    section("Kernels", kernelsView(run)),
    section("Hypervisors", hypervisorsView(run)),
    section("Heads", headsView(run)),
    section("Host and accelerator", hostView(run)),
    section("Steps", stepsView(run)),
  ];
  return pageOf({ run, path: "grounds.html", title, header, main });
}
