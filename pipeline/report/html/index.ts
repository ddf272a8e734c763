// The first page: the answer, what changed and why, the matrix, what must be done.

import { baseRow } from "../../model/described/series.ts";
import type { RunRecord } from "../../model/record/run-record.ts";
import { changesOf } from "../facts/changes.ts";
import { earlyWarnings } from "../facts/early-warnings.ts";
import { findingsOf, type RunFinding } from "../facts/findings.ts";
import { changesView } from "./changes.ts";
import { type Html, markup } from "../safe/html-escape.ts";
import { importsView } from "./imports.ts";
import { type Links, matrixView, verdictBadge } from "./matrix.ts";
import { type Page, pageOf, section } from "./page.ts";
import { unstableView } from "./unstable.ts";
import { actorOf, durationInWords } from "../facts/in-words.ts";
import { imageStatement, kernelImages } from "../facts/kernel-images.ts";
import type { SiteInputs } from "./site-inputs.ts";
import { staleSources } from "../facts/stale-sources.ts";
import { failureLines, overallVerdict, verdictSentence } from "../facts/verdict-sentence.ts";

export function indexPage({ run, history, places, links }: SiteInputs): Page {
  const findings = findingsOf(run);
  const still = staleSources(run, history).map(({ words }) => markup`<li>${words}</li>`);
  const warnings = earlyWarnings(run).map((one) => markup`<li>${one}</li>`);
  const changed = changesOf(run, history);
  const changesPart = section("Changes", changesView(changed, history.runs.length - 1, links));
  const judged = run.cells.length > 0 || !run.series.length;
  const main = [
    judged && changed.length > 0 && changesPart,
    judged && section("Matrix", matrixView(run, links)),
    findings.length > 0 && section("Findings", findingsList(findings, links)),
    judged && !changed.length && changesPart,
    optional("Unstable", unstableView(run, links)),
    optional("Imported results", importsView(run)),
    warnings.length > 0 &&
      section("What will break", markup`<ul class="warnings">${warnings}</ul>`),
    still.length > 0 &&
      section("Sources that did not move", markup`<ul class="warnings">${still}</ul>`),
  ];
  const title = verdictSentence(run);
  return pageOf({ run, places, path: "index.html", title, header: headerView(run), main });
}

function optional(title: string, content: Html | undefined): Html | undefined {
  return content && section(title, content);
}

function headerView(run: RunRecord): Html {
  const images = kernelImages(run).map(imageStatement);
  const proved = images.filter((statement) => statement.startsWith("One image")).length;
  const lead =
    proved > 0 &&
    markup`<p class="lead">${proved} of ${images.length} ${images.length === 1 ? "kernel is" : "kernels are"} proved as one image: the same bytes passed on all their platforms, and every guest read their build-id back.</p>`;
  const failures = failureLines(run).map((line) => markup`<li>${line}</li>`);
  return markup`<header class="${overallVerdict(run)}">
<p class="eyebrow">Twinboot <span>run ${run.run}</span> ${run.part !== undefined && markup`<span>${run.part}</span> `}<span>${durationInWords(run.durationMs)}</span></p>
<h1>${verdictSentence(run)}</h1>
${failures.length > 0 && markup`<ul class="failures">${failures}</ul>`}
${lead}
</header>`;
}

function findingsList(findings: readonly RunFinding[], links: Links): Html {
  return markup`<ol class="findings">${findings.map((one) => findingItem(one, links))}</ol>`;
}

function findingItem(found: RunFinding, links: Links): Html {
  const { verdict, head, series, cells, finding, onlyUnder } = found;
  const named = cells.map((cell) => markup`<a href="${links.get(cell)}">${cell.platform}</a> `);
  const kernel = series === baseRow ? `unpatched ${head}` : `${head} ${series}`;
  return markup`<li>
<p>${verdictBadge(verdict)} <b>${actorOf(finding?.fault)}${finding && " must act"}</b> <span class="where">${kernel} on ${named}</span></p>
<p>${finding?.summary ?? "No finding was recorded."}</p>${onlyUnder.map(
    (words) => markup`
<p>${words}</p>`,
  )}
</li>`;
}
