// Writes a run's reports: reports/runs/N/ of every run, and reports/latest/ of the newest one of the whole matrix.

import { appendFile, cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Store } from "../engine/store.ts";
import type { RunRecord } from "../model/run-record.ts";
import { historyOf } from "../report/history.ts";
import { renderJson } from "../report/json.ts";
import { renderMarkdown } from "../report/markdown.ts";
import type { Runs } from "../work/runs.ts";
import { checkout } from "../work/session.ts";
import { writeSite } from "./write-site.ts";

/** Where reports lie in a checkout. */
export const reportsFolder = join(checkout, "reports");

/** run.json, report.md and the site; in GitHub Actions the job summary too. Gives the first page's path for people. */
export async function writeReports(
  { store, runs }: { store: Store; runs: Runs },
  run: RunRecord,
  folder = reportsFolder,
): Promise<string> {
  const own = join(folder, "runs", String(run.run));
  await rm(own, { recursive: true, force: true });
  await mkdir(own, { recursive: true });
  const markdown = renderMarkdown(run);
  await writeFile(join(own, "run.json"), renderJson(run));
  await writeFile(join(own, "report.md"), markdown);
  writeSite(store, run, await historyOf(runs.history(run)), own);
  const summary = process.env["GITHUB_STEP_SUMMARY"];
  if (summary) await appendFile(summary, markdown);
  const latest = join(folder, "latest");
  const isLatest = run.part === undefined || !(await isWhole(latest));
  if (isLatest) {
    await rm(latest, { recursive: true, force: true });
    await cp(own, latest, { recursive: true });
  }
  return relative(process.cwd(), join(isLatest ? latest : own, "index.html"));
}

/** Nothing that is there yet is less than a part. */
async function isWhole(dir: string): Promise<boolean> {
  const text = await readFile(join(dir, "run.json"), "utf8").catch(() => undefined);
  return text !== undefined && (JSON.parse(text) as Partial<RunRecord>).part === undefined;
}
