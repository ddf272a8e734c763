// Writes reports/latest/ of a run.

import { appendFile, mkdir, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Store } from "../engine/store.ts";
import type { RunRecord } from "../model/run-record.ts";
import { historyOf } from "../report/history.ts";
import { renderJson } from "../report/json.ts";
import { renderMarkdown } from "../report/markdown.ts";
import type { Runs } from "../work/runs.ts";
import { checkout } from "../work/session.ts";
import { writeSite } from "./write-site.ts";

/** run.json, report.md and the site; in GitHub Actions the job summary too. Gives the first page's path for people. */
export async function writeReports(
  { store, runs }: { store: Store; runs: Runs },
  run: RunRecord,
): Promise<string> {
  const dir = join(checkout, "reports", "latest");
  await mkdir(dir, { recursive: true });
  const markdown = renderMarkdown(run);
  await writeFile(join(dir, "run.json"), renderJson(run));
  await writeFile(join(dir, "report.md"), markdown);
  writeSite(store, run, await historyOf(runs.history(run)), dir);
  const summary = process.env["GITHUB_STEP_SUMMARY"];
  if (summary) await appendFile(summary, markdown);
  return relative(process.cwd(), join(dir, "index.html"));
}
