// One cell of the page: its verdict, whose fault, and everything that the verdict was derived from.

import type { RunCell, RunRecord } from "../model/run-record.ts";
import { consoleView, decidingAnchor, decidingView, type ShownConsole } from "./html-console.ts";
import { allowedView, differenceView } from "./html-difference.ts";
import { type Html, markup } from "./html-escape.ts";
import { attemptsView } from "./html-unstable.ts";
import { type Anchors, verdictBadge } from "./html-matrix.ts";
import { actorOf, counted, sizeInWords } from "./in-words.ts";

export type CellGround = {
  readonly run: RunRecord;
  readonly anchors: Anchors;
  readonly consoles: ReadonlyMap<string, string>;
  readonly severalFlavours: boolean;
};

type Evidence = RunCell["evidence"];
type Finding = NonNullable<RunCell["finding"]>;

export function cellView(cell: RunCell, ground: CellGround): Html {
  const { head, series, flavour, platform, verdict, finding, evidence } = cell;
  const anchor = ground.anchors.get(cell) ?? "";
  const consoles = shownConsoles(cell, anchor, ground);
  return markup`
<article class="cell ${verdict}" id="${anchor}" aria-labelledby="${anchor}-title">
<h3 id="${anchor}-title"><span>${platform} <small>${head} ${series}${ground.severalFlavours ? ` ${flavour}` : ""}</small></span>${verdictBadge(verdict)}</h3>
${finding && findingView(finding, consoles, anchor)}${!finding && verdict !== "pass" && markup`<p>No finding was recorded.</p>`}
${cellFacts(cell, ground.run)}
${attemptsView(cell)}${allowedView(cell)}${differenceView(cell)}${testsView(evidence.tests)}${factsView(evidence.facts)}
${registersView(evidence, ground.consoles)}
${consoles.map(consoleView)}
${evidenceView(evidence)}
</article>`;
}

function shownConsoles(cell: RunCell, anchor: string, { consoles }: CellGround): ShownConsole[] {
  const { finding, evidence } = cell;
  const shown = (console: Evidence["console"], title: string): ShownConsole[] =>
    console ? [{ console, title, text: consoles.get(console.digest), finding, anchor }] : [];
  return [
    ...shown(evidence.console, "Console"),
    ...shown(evidence.hostConsole, "Console of the host"),
  ];
}

function findingView(finding: Finding, consoles: readonly ShownConsole[], anchor: string): Html {
  const { fault, reason, summary, line, detail } = finding;
  const seen = consoles.map(decidingView).find((view) => view !== undefined);
  const place = line && `${line.in}, line ${line.line}`;
  const link = seen ? markup`<a href="#${decidingAnchor(anchor)}">${place}</a>` : place;
  const quote = seen ?? (line && markup`<pre class="quote">${line.text}</pre>`);
  // Where the console is on the page, it says the rest.
  const more = !seen && detail?.length ? detailView(detail) : "";
  return markup`<div class="finding">
<p><strong>${summary}</strong></p>
<p class="act">Who must act: <b>${actorOf(fault)}</b> <span class="reason">${reason}</span></p>
${line && markup`<p class="place">Decided by ${link}</p>`}${quote}${more}
</div>`;
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

/** Of a guest that hung. */
function registersView({ registers }: Evidence, files: CellGround["consoles"]): Html | undefined {
  const text = registers && files.get(registers.digest);
  if (!text) return undefined;
  const lines = text.split("\n").map((line) => markup`${line}\n`);
  return markup`<details><summary>Registers of all vCPUs</summary><pre class="quote" tabindex="0" role="region" aria-label="Registers">${lines}</pre></details>`;
}

function testsView(tests: Evidence["tests"]): Html | undefined {
  if (!tests?.length) return undefined;
  const passed = tests.filter((test) => test.result === "pass").length;
  const skipped = tests.filter((test) => test.result === "skip").length;
  const failed = passed + skipped < tests.length;
  const words = `${passed} of ${tests.length} passed${skipped ? `, ${skipped} skipped` : ""}`;
  const rows = tests.map(
    ({ name, result, detail }) =>
      markup`<tr><th scope="row">${name}</th><td>${verdictBadge(result)}</td><td>${detail}</td></tr>`,
  );
  return markup`<details${failed && markup` open`}>
<summary>Tests <span class="count">${words}</span></summary>
<div class="scroll"><table><thead><tr><th scope="col">Test</th><th scope="col">Result</th><th scope="col">What was seen</th></tr></thead><tbody>${rows}</tbody></table></div>
</details>`;
}

function factsView(facts: Evidence["facts"]): Html | undefined {
  const all = Object.entries(facts ?? {});
  if (!all.length) return undefined;
  const rows = all.map(
    ([name, value]) => markup`<tr><th scope="row">${name}</th><td>${value}</td></tr>`,
  );
  return markup`<details>
<summary>Facts <span class="count">${counted(all.length, "fact")} that the guest reported</span></summary>
<div class="scroll"><table><thead><tr><th scope="col">Fact</th><th scope="col">Value</th></tr></thead><tbody>${rows}</tbody></table></div>
</details>`;
}

function evidenceView({ console, hostConsole, registers }: Evidence): Html | undefined {
  const files = [console, hostConsole, registers].filter((file) => file !== undefined);
  if (!files.length) return undefined;
  const rows = files.map(
    ({ name, digest, bytes }) =>
      markup`<tr><th scope="row">${name}</th><td><code>${digest}</code></td><td>${sizeInWords(bytes)}</td></tr>`,
  );
  return markup`<details>
<summary>Evidence <span class="count">${counted(files.length, "file")} by SHA-256</span></summary>
<div class="scroll"><table><thead><tr><th scope="col">File</th><th scope="col">SHA-256</th><th scope="col">Size</th></tr></thead><tbody>${rows}</tbody></table></div>
</details>`;
}
