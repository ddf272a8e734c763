// The page of one cell: its verdict, whose fault, and everything that the verdict was derived from.

import type { RunCell, RunRecord } from "../../model/record/run-record.ts";
import { baseRow } from "../../model/described/series.ts";
import { reproduceCommand } from "../facts/reproduce.ts";
import { onlyUnder } from "../facts/only-under.ts";
import type { History } from "../facts/history.ts";
import { consoleView, decidingView, type ShownConsole } from "./console.ts";
import { consolePath } from "./console-page.ts";
import { allowedView, differenceView } from "./difference.ts";
import { type Html, markup } from "../safe/html-escape.ts";
import { attemptsView } from "./unstable.ts";
import { verdictBadge } from "./matrix.ts";
import { type Page, pageOf, section } from "./page.ts";
import { stripView, stripWords } from "./strip.ts";
import { pluralize } from "../../model/pluralize.ts";
import { actorOf, sizeInWords } from "../facts/in-words.ts";
import type { Console, SiteInputs } from "./site-inputs.ts";

type CellEvidence = RunCell["evidence"];
type Finding = NonNullable<RunCell["finding"]>;
type ConsoleText = SiteInputs["consoleText"];

export function cellPage(cell: RunCell, path: string, site: SiteInputs): Page {
  const { head, series, flavour, platform, verdict, finding, evidence } = cell;
  const title = `${platform} ${head} ${series}`;
  const own = shown(cell, evidence.console, "Console", site.consoleText);
  const host = shown(cell, evidence.hostConsole, "Console of the host", site.consoleText);
  const header = markup`<header class="${verdict}">
<p class="eyebrow">${head} <span>${series === baseRow ? "unpatched" : series}</span> <span>${flavour}</span></p>
<h1>${platform} ${verdictBadge(verdict)}</h1>
</header>`;
  const only = onlyUnder(cell, site.run);
  const main = [
    finding && findingView(finding, own, host),
    only !== undefined && markup`<p>${only}</p>`,
    !finding && verdict !== "pass" && markup`<p>No finding was recorded.</p>`,
    section("What was booted", [cellFacts(cell, site.run), reproduceView(cell)]),
    ...optional("Boots", attemptsView(cell)),
    ...optional("Allowed", allowedView(cell)),
    ...optional("Differences to the base", differenceView(cell)),
    evidence.tests?.length ? section("Tests", testsView(evidence.tests)) : undefined,
    historyView(cell, site.history),
    ...optional("Registers of all vCPUs", registersView(evidence, site.consoleText)),
    own && section("Console", consoleView(own)),
    host && section("Console of the host", hostView(host)),
    Object.keys(evidence.facts ?? {}).length > 0 && section("Facts", factsView(evidence.facts)),
    evidenceView(evidence),
  ];
  const { run, places } = site;
  return pageOf({ run, places, path, title: `${verdict}: ${title}`, header, main });
}

function shown(
  { finding }: RunCell,
  console: Console | undefined,
  title: string,
  consoleText: ConsoleText,
): ShownConsole | undefined {
  if (!console) return undefined;
  const deciding = finding?.line?.in === console.name ? finding.line.line : undefined;
  return { console, title, text: consoleText(console), deciding };
}

function hostView({ console }: ShownConsole): Html {
  return markup`<p><a href="../${consolePath(console)}">${console.name}</a>, ${sizeInWords(console.bytes)}: one for all guests of that boot.</p>`;
}

function findingView(
  { fault, reason, summary, line, detail }: Finding,
  own: ShownConsole | undefined,
  host: ShownConsole | undefined,
): Html {
  const hostPage = host ? `../${consolePath(host.console)}` : "";
  const seen = seenIn(own, "") ?? seenIn(host, hostPage);
  const place = line && `${line.in}, line ${line.line}`;
  const link = seen && line ? markup`<a href="${seen.page}#L${line.line}">${place}</a>` : place;
  return markup`<div class="finding">
<p><strong>${summary}</strong></p>
<p class="act">Who must act: <b>${actorOf(fault)}</b> <span class="reason">${reason}</span></p>
${line && markup`<p class="place">Decided by ${link}</p>`}${seen?.lines ?? quoteView(line?.text, detail)}
</div>`;
}

type ConsoleExcerpt = { readonly lines: Html; readonly page: string };

function seenIn(console: ShownConsole | undefined, page: string): ConsoleExcerpt | undefined {
  const lines = console && decidingView(console, page);
  return lines && { lines, page };
}

/** Where no console of the site has the line, the finding's own words stand for it. */
function quoteView(line: string | undefined, detail: readonly string[] | undefined): Html {
  return markup`${line !== undefined && markup`<pre class="quote">${line}</pre>`}${detail?.length ? detailView(detail) : ""}`;
}

const shownDetails = 60;

function detailView(detail: readonly string[]): Html {
  const more = detail.length - shownDetails;
  const note = more > 0 && markup`<p class="note">${pluralize(more, "more line")} in run.json.</p>`;
  const lines = detail.slice(0, shownDetails).map((one) => markup`${one}\n`);
  return markup`<pre class="quote" tabindex="0" role="region" aria-label="Details">${lines}</pre>${note}`;
}

/** What was booted, how, when, and whether the guest proved to be it. */
function cellFacts(cell: RunCell, run: RunRecord): Html {
  const { kernel, evidence, bootedIn, reused } = cell;
  const { accelerator, kvmProof, bootSeconds, cleanEnd } = evidence;
  const booted = bootedIn !== undefined && `in run ${bootedIn}${reused ? " (reused)" : ""}`;
  const seconds = bootSeconds !== undefined && `, ${bootSeconds} s of wall time`;
  const rows = [
    row("Kernel", kernel ? markup`<code>${kernel}</code>` : "none was built"),
    row("Build-id", identityView(cell, run)),
    row("Booted", booted ? [booted, seconds] : "not at all"),
    row(
      "Accelerator",
      accelerator && [accelerator.toUpperCase(), kvmProof && `; KVM: ${kvmProof}`],
    ),
    row("End", cleanEnd === false && "the guest did not power off by itself"),
  ];
  return markup`<dl class="facts">${rows}</dl>`;
}

function row(name: string, value: Parameters<typeof markup>[1]): Html | undefined {
  return value ? markup`<div><dt>${name}</dt><dd>${value}</dd></div>` : undefined;
}

/** The one proof that these bytes ran: the guest read the build-id of the kernel that was built. */
function identityView({ kernel, evidence }: RunCell, run: RunRecord): Html | undefined {
  const built = run.kernels.find((one) => one.digest === kernel)?.buildId;
  if (!built) return undefined;
  const seen = evidence.facts?.["kernel.buildId"];
  if (seen === built) return markup`<code>${built}</code>, read back by the guest`;
  if (!seen) return markup`<code>${built}</code>, never read back by the guest`;
  return markup`<code>${built}</code> was built, but the guest runs <code>${seen}</code>`;
}

function optional(title: string, content: Html | undefined): Html[] {
  return content ? [section(title, content)] : [];
}

/** Of a guest that hung. */
function registersView({ registers }: CellEvidence, textOf: ConsoleText): Html | undefined {
  const text = registers && textOf(registers);
  if (!text) return undefined;
  const lines = text.split("\n").map((line) => markup`${line}\n`);
  return markup`<pre class="quote" tabindex="0" role="region" aria-label="Registers">${lines}</pre>`;
}

function reproduceView(cell: RunCell): Html {
  return markup`<p class="note">Again, from the same pins (<code>--dry-run</code> prints the exact make and qemu lines):</p>
<pre class="command" tabindex="0">${reproduceCommand(cell)}</pre>`;
}

function testsView(tests: NonNullable<CellEvidence["tests"]>): Html {
  const passed = tests.filter((test) => test.result === "pass").length;
  const skipped = tests.filter((test) => test.result === "skip").length;
  const words = `${passed} of ${tests.length} passed${skipped ? `, ${skipped} skipped` : ""}`;
  const rows = tests.map(
    ({ name, result, detail }) =>
      markup`<tr><th scope="row">${name}</th><td>${verdictBadge(result)}</td><td>${detail}</td></tr>`,
  );
  return markup`<p class="note">${words}</p>
${table("Tests", ["Test", "Result", "What was seen"], rows)}`;
}

function historyView(cell: RunCell, history: History): Html | undefined {
  const nights = history.verdictsOf(cell);
  if (nights.filter((night) => night !== undefined).length < 2) return undefined;
  return section("History", markup`${stripView(nights)}<p class="note">${stripWords(nights)}</p>`);
}

function factsView(facts: CellEvidence["facts"]): Html {
  const rows = Object.entries(facts ?? {}).map(
    ([name, value]) => markup`<tr><th scope="row">${name}</th><td>${value}</td></tr>`,
  );
  return table("Facts", ["Fact", "Value"], rows);
}

/** Each file with a link to where the site shows it. */
function evidenceView({ console, hostConsole, registers }: CellEvidence): Html | undefined {
  const files = [
    console && { file: console, at: "#console" },
    hostConsole && { file: hostConsole, at: `../${consolePath(hostConsole)}` },
    registers && { file: registers, at: "#registers-of-all-vcpus" },
  ].filter((one) => one !== undefined);
  if (!files.length) return undefined;
  const rows = files.map(
    ({ file: { name, digest, bytes }, at }) =>
      markup`<tr><th scope="row"><a href="${at}">${name}</a></th><td><code>${digest}</code></td><td>${sizeInWords(bytes)}</td></tr>`,
  );
  return section("CellEvidence", table("CellEvidence", ["File", "SHA-256", "Size"], rows));
}

function table(label: string, names: readonly string[], rows: readonly Html[]): Html {
  const head = names.map((name) => markup`<th scope="col">${name}</th>`);
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="${label}, table"><table>
<thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table></div>`;
}
