// The page of one cell: its verdict, whose fault, and everything that the verdict was derived from.

import type { RunCell, RunRecord } from "../model/run-record.ts";
import { baseRow } from "../model/series.ts";
import { reproduceCommand } from "./reproduce.ts";
import type { History } from "./history.ts";
import { consoleView, decidingView, type ShownConsole } from "./html-console.ts";
import { allowedView, differenceView } from "./html-difference.ts";
import { type Html, markup } from "./html-escape.ts";
import { attemptsView } from "./html-unstable.ts";
import { verdictBadge } from "./html-matrix.ts";
import { type Page, pageOf, section } from "./html-page.ts";
import { stripView, stripWords } from "./html-strip.ts";
import { counted } from "../model/counted.ts";
import { actorOf, sizeInWords } from "./in-words.ts";

type Evidence = RunCell["evidence"];
type Finding = NonNullable<RunCell["finding"]>;
type Console = NonNullable<Evidence["console"]>;

/** A console's text; undefined where the site is made without the store. */
type ConsoleText = (console: Console) => string | undefined;

export type CellGround = {
  readonly run: RunRecord;
  readonly history: History;
  readonly consoleText: ConsoleText;
};

export function cellPage(cell: RunCell, path: string, ground: CellGround): Page {
  const { head, series, flavour, platform, verdict, finding, evidence } = cell;
  const title = `${platform} ${head} ${series}`;
  const own = shown(cell, evidence.console, "Console", ground.consoleText);
  const host = shown(cell, evidence.hostConsole, "Console of the host", ground.consoleText);
  const header = markup`<header class="${verdict}">
<p class="eyebrow">${head} <span>${series === baseRow ? "unpatched" : series}</span> <span>${flavour}</span></p>
<h1>${platform} ${verdictBadge(verdict)}</h1>
</header>`;
  const main = [
    finding && findingView(finding, own, host),
    !finding && verdict !== "pass" && markup`<p>No finding was recorded.</p>`,
    section("What was booted", [cellFacts(cell, ground.run), reproduceView(cell)]),
    ...optional("Boots", attemptsView(cell)),
    ...optional("Allowed", allowedView(cell)),
    ...optional("Differences to the base", differenceView(cell)),
    evidence.tests?.length ? section("Tests", testsView(evidence.tests)) : undefined,
    historyView(cell, ground.history),
    ...optional("Registers of all vCPUs", registersView(evidence, ground.consoleText)),
    own && section("Console", consoleView(own)),
    host && section("Console of the host", hostView(host)),
    Object.keys(evidence.facts ?? {}).length > 0 && section("Facts", factsView(evidence.facts)),
    evidenceView(evidence),
  ];
  return pageOf({ run: ground.run, path, title: `${verdict}: ${title}`, header, main });
}

/** One page for a host's console, however many guests it served. */
export function hostConsolePage(console: Console, { run, consoleText }: CellGround): Page {
  const title = `Console of the host, ${console.name}`;
  const header = markup`<header><h1>${title}</h1><p class="lead"><code>${console.digest}</code></p></header>`;
  const main = consoleView({ console, title, text: consoleText(console) });
  return pageOf({ run, path: hostConsolePath(console), title, header, main });
}

function hostConsolePath({ digest }: Console): string {
  return `consoles/${digest.slice(0, 16)}.html`;
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
  return markup`<p><a href="../${hostConsolePath(console)}">${console.name}</a>, ${sizeInWords(console.bytes)}: one for all guests of that boot.</p>`;
}

function findingView(
  { fault, reason, summary, line, detail }: Finding,
  own: ShownConsole | undefined,
  host: ShownConsole | undefined,
): Html {
  const hostPage = host ? `../${hostConsolePath(host.console)}` : "";
  const seen = seenIn(own, "") ?? seenIn(host, hostPage);
  const place = line && `${line.in}, line ${line.line}`;
  const link = seen && line ? markup`<a href="${seen.page}#L${line.line}">${place}</a>` : place;
  return markup`<div class="finding">
<p><strong>${summary}</strong></p>
<p class="act">Who must act: <b>${actorOf(fault)}</b> <span class="reason">${reason}</span></p>
${line && markup`<p class="place">Decided by ${link}</p>`}${seen?.lines ?? quoteView(line?.text, detail)}
</div>`;
}

type Seen = { readonly lines: Html; readonly page: string };

function seenIn(console: ShownConsole | undefined, page: string): Seen | undefined {
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
  const note = more > 0 && markup`<p class="note">${counted(more, "more line")} in run.json.</p>`;
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
function registersView({ registers }: Evidence, textOf: ConsoleText): Html | undefined {
  const text = registers && textOf(registers);
  if (!text) return undefined;
  const lines = text.split("\n").map((line) => markup`${line}\n`);
  return markup`<pre class="quote" tabindex="0" role="region" aria-label="Registers">${lines}</pre>`;
}

function reproduceView(cell: RunCell): Html {
  return markup`<p class="note">Again, from the same pins (<code>--dry-run</code> prints the exact make and qemu lines):</p>
<pre class="command" tabindex="0">${reproduceCommand(cell)}</pre>`;
}

function testsView(tests: NonNullable<Evidence["tests"]>): Html {
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

function factsView(facts: Evidence["facts"]): Html {
  const rows = Object.entries(facts ?? {}).map(
    ([name, value]) => markup`<tr><th scope="row">${name}</th><td>${value}</td></tr>`,
  );
  return table("Facts", ["Fact", "Value"], rows);
}

function evidenceView({ console, hostConsole, registers }: Evidence): Html | undefined {
  const files = [console, hostConsole, registers].filter((file) => file !== undefined);
  if (!files.length) return undefined;
  const rows = files.map(
    ({ name, digest, bytes }) =>
      markup`<tr><th scope="row">${name}</th><td><code>${digest}</code></td><td>${sizeInWords(bytes)}</td></tr>`,
  );
  return section("Evidence", table("Evidence", ["File", "SHA-256", "Size"], rows));
}

function table(label: string, names: readonly string[], rows: readonly Html[]): Html {
  const head = names.map((name) => markup`<th scope="col">${name}</th>`);
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="${label}, table"><table>
<thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table></div>`;
}
