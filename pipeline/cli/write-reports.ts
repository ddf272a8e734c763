// Writes reports/latest/ of a run.

import { appendFile, mkdir, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Store } from "../engine/store.ts";
import type { RunRecord } from "../model/run-record.ts";
import { renderHtml } from "../report/html.ts";
import { renderMarkdown } from "../report/markdown.ts";
import type { Runs } from "./runs.ts";
import { checkout } from "./session.ts";

/** How far back a page looks for counts that changed. */
export const nights = 60;

/** run.json, report.md and report.html; in GitHub Actions the job summary too. Gives the page's path for people. */
export async function writeReports(
  { store, runs }: { store: Store; runs: Runs },
  run: RunRecord,
): Promise<string> {
  const dir = join(checkout, "reports", "latest");
  await mkdir(dir, { recursive: true });
  const markdown = renderMarkdown(run);
  await writeFile(join(dir, "run.json"), `${JSON.stringify(run, undefined, 2)}\n`);
  await writeFile(join(dir, "report.md"), markdown);
  await writeFile(
    join(dir, "report.html"),
    renderHtml(run, await consolesOf(store, run), await runs.newest(nights)),
  );
  const summary = process.env["GITHUB_STEP_SUMMARY"];
  if (summary) await appendFile(summary, markdown);
  return relative(process.cwd(), join(dir, "report.html"));
}

/** The console texts that a run's cells speak of, by digest. */
export async function consolesOf(store: Store, run: RunRecord): Promise<Map<string, string>> {
  const consoles = new Map<string, string>();
  for (const { evidence } of run.cells) {
    for (const console of [evidence.console, evidence.hostConsole]) {
      if (!console || consoles.has(console.digest)) continue;
      consoles.set(console.digest, (await store.read(console)).toString());
    }
  }
  return consoles;
}
