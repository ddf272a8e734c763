// A real Chromium without a window, one for all tests of a file, and a run's site on disk for it.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { writeSite } from "../cli/write-site.ts";
import { digestOf } from "../model/digest.ts";
import type { RunRecord } from "../model/record/run-record.ts";
import type { History } from "../report/facts/history.ts";
import { temporaryFolder } from "./folder-rig.ts";

/** Debian's package `chromium`. */
const executablePath = "/usr/bin/chromium";

/** `open()` gives a page that must not complain: what it says on its console, or asks of a network, is kept in `complaints`. */
export function browserRig(): { open: (options?: PageOptions) => Promise<Opened> } {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  });
  afterAll(async () => browser?.close());
  return {
    open: async (options = {}) => {
      if (!browser) throw new Error("the browser is not there yet");
      const page = await browser.newPage(options);
      return { page, complaints: complaintsOf(page) };
    },
  };
}

export type PageOptions = NonNullable<Parameters<Browser["newPage"]>[0]>;
export type Opened = { readonly page: Page; readonly complaints: string[] };

function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("dialog", (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    if (!request.url().startsWith("file:")) complaints.push(`request: ${request.url()}`);
  });
  return complaints;
}

/** Writes the site into a folder of its own; gives the address of a path in it. `consoles`: texts by their names in the run. */
export async function siteOnDisk(
  run: RunRecord,
  history: History,
  consoles: ReadonlyMap<string, string>,
): Promise<(path: string) => string> {
  const dir = await temporaryFolder();
  mkdirSync(join(dir, "files"));
  // No page shows a console whose bytes have another digest than the run says.
  let told = JSON.stringify(run);
  for (const [name, text] of consoles) {
    writeFileSync(join(dir, "files", digestOf(text)), text);
    told = told.replaceAll(name, digestOf(text));
  }
  const pathOf = ({ digest }: { digest: string }) => join(dir, "files", digest);
  writeSite({ path: pathOf }, JSON.parse(told) as RunRecord, history, join(dir, "site"));
  return (path) => `${pathToFileURL(join(dir, "site")).href}/${path}`;
}
