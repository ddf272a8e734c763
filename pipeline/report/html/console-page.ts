// Consoles with a page of their own: of hosts, which serve many guests, and of boots that did not decide.

import type { RunCell, RunRecord } from "../../model/record/run-record.ts";
import { consoleView } from "./console.ts";
import { type Html, markup } from "../safe/html-escape.ts";
import { type Page, pageOf } from "./page.ts";
import type { Console, SiteInputs } from "./site-inputs.ts";

type Finding = RunCell["finding"];
export type ConsolePage = { readonly console: Console; readonly deciding?: number | undefined };

/** Each file once, however many boots it is of. */
export function consolePages({ cells }: RunRecord): Iterable<ConsolePage> {
  const pages = new Map<string, ConsolePage>();
  for (const one of cells.flatMap(pagesOf)) pages.set(one.console.digest, one);
  return pages.values();
}

function pagesOf({ evidence: { hostConsole }, attempts = [] }: RunCell): ConsolePage[] {
  const later = attempts.flatMap(({ finding, ...files }) =>
    [files.console, files.hostConsole, files.registers].flatMap((console) =>
      console ? [{ console, deciding: decidingIn(console, finding) }] : [],
    ),
  );
  return [...(hostConsole ? [{ console: hostConsole }] : []), ...later];
}

export function consolePage(
  { console, deciding }: ConsolePage,
  { run, places, consoleText }: SiteInputs,
): Page {
  const header = markup`<header><h1>${console.name}</h1><p class="lead"><code>${console.digest}</code></p></header>`;
  const main = consoleView({ console, title: console.name, text: consoleText(console), deciding });
  const path = consolePath(console);
  return pageOf({ run, places, path, title: console.name, header, main });
}

export function consolePath({ digest }: Console): string {
  return `consoles/${digest.slice(0, 16)}.html`;
}

/** From the page of a cell; to the line that decided where it is in this file. */
export function consoleLink(console: Console, finding: Finding, words: string): Html {
  const deciding = decidingIn(console, finding);
  const line = deciding === undefined ? "" : `#L${deciding}`;
  return markup`<a href="../${consolePath(console)}${line}">${words}</a>`;
}

function decidingIn({ name }: Console, finding: Finding): number | undefined {
  return finding?.line?.in === name ? finding.line.line : undefined;
}
