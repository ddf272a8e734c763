// A run as one page that needs nothing else: no request, no script, no file beside it.
// The answer stands first, then what must be done, then the grounds, from the nearest to the farthest.

import type { RunRecord } from "../model/run-record.ts";
import { findingsOf, type RunFinding } from "./findings.ts";
import { cellView } from "./html-cell.ts";
import { Html, markup } from "./html-escape.ts";
import { headsView, hostView, hypervisorsView, kernelsView, stepsView } from "./html-ground.ts";
import { type Anchors, cellAnchors, matrixView, verdictBadge } from "./html-matrix.ts";
import { seriesView } from "./html-series.ts";
import { performanceView } from "./html-performance.ts";
import { pageStyle } from "./html-style.ts";
import { actorOf, durationInWords, momentInWords } from "./in-words.ts";
import { imageStatement, kernelImages } from "./kernel-images.ts";
import { matrixOf } from "./matrix.ts";
import { overallVerdict, verdictSentence } from "./verdict-sentence.ts";

/**
 * `consoles` holds the text of console artifacts by their digest; what is not in it is named, not shown.
 * `history`: older runs, for what changed over nights.
 */
export function renderHtml(
  run: RunRecord,
  consoles: ReadonlyMap<string, string>,
  history: readonly RunRecord[] = [],
): string {
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${verdictSentence(run)} Twinboot run ${run.run}</title>
<style>${Html.trusted(pageStyle)}</style>
</head>
<body>
<a class="to-main" href="#main">To the verdicts</a>
${headerView(run)}
<main id="main">${sectionsOf(run, consoles, history)}</main>
<footer><p>Twinboot: one kernel, real and virtual. Every verdict on this page can be derived again from run.json and the files it names by digest.</p></footer>
</body>
</html>
`;
  return page.toString();
}

function headerView(run: RunRecord): Html {
  const images = kernelImages(run).map(imageStatement);
  const proved = images.filter((statement) => statement.startsWith("One image")).length;
  const lead =
    proved > 0 &&
    markup`<p class="lead">${proved} of ${images.length} ${images.length === 1 ? "kernel is" : "kernels are"} proved as one image: the same bytes passed on all their platforms, and every guest read their build-id back.</p>`;
  return markup`<header class="${overallVerdict(run)}">
<p class="eyebrow">Twinboot <span>run ${run.run}</span> <time datetime="${run.startedAt}">${momentInWords(run.startedAt)}</time> <span>${durationInWords(run.durationMs)}</span></p>
<h1>${verdictSentence(run)}</h1>
${lead}
</header>`;
}

function sectionsOf(
  run: RunRecord,
  consoles: ReadonlyMap<string, string>,
  history: readonly RunRecord[],
): Html[] {
  const anchors = cellAnchors(run.cells);
  const matrix = matrixOf(run);
  const ground = { run, anchors, consoles, severalFlavours: matrix.severalFlavours };
  const findings = findingsOf(run);
  const series = seriesView(run);
  return [
    ...(run.cells.length || !series.length ? [section("Matrix", matrixView(matrix, anchors))] : []),
    ...(findings.length ? [section("What must be done", findingsList(findings, anchors))] : []),
    ...(series.length ? [section("Patches", series)] : []),
    ...(run.metrics?.length ? [section("What it costs", performanceView(run, history))] : []),
    ...(run.cells.length ? cellSections(run, ground) : []),
    section("Heads", headsView(run)),
    section("Host and accelerator", hostView(run)),
    section("Steps", stepsView(run)),
  ];
}

/** A rebase alone has none of these. */
function cellSections(run: RunRecord, ground: Parameters<typeof cellView>[1]): Html[] {
  return [
    section(
      "Cells",
      run.cells.map((cell) => cellView(cell, ground)),
    ),
    section("Kernels", kernelsView(run)),
    section("Hypervisors", hypervisorsView(run)),
  ];
}

function section(title: string, content: Html | readonly Html[]): Html {
  const id = title.toLowerCase().replaceAll(" ", "-");
  return markup`
<section aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
${content}
</section>`;
}

function findingsList(findings: readonly RunFinding[], anchors: Anchors): Html {
  return markup`<ol class="findings">${findings.map((one) => findingItem(one, anchors))}</ol>`;
}

function findingItem(
  { verdict, head, series, cells, finding }: RunFinding,
  anchors: Anchors,
): Html {
  const links = cells.map((cell) => markup`<a href="#${anchors.get(cell)}">${cell.platform}</a> `);
  return markup`<li>
<p>${verdictBadge(verdict)} <b>${actorOf(finding?.fault)}${finding && " must act"}</b> <span class="where">${head} ${series} on ${links}</span></p>
<p>${finding?.summary ?? "No finding was recorded."}</p>
</li>`;
}
