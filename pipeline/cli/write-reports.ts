// Writes a run's reports: reports/runs/N/ of every run, and reports/latest/ of the newest one of the whole matrix.

import { constants, existsSync } from "node:fs";
import { access, appendFile, cp, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { z } from "zod";
import { checked, readPlain } from "../engine/sealed-json.ts";
import type { Store } from "../engine/store.ts";
import { InfraError, isSystemError } from "../model/errors.ts";
import { type RunRecord, runSchemaName } from "../model/record/run-record.ts";
import { historyOf } from "../report/facts/history.ts";
import { renderJson } from "../report/formats/json.ts";
import { renderMarkdown } from "../report/markdown/markdown.ts";
import type { Runs } from "../work/runs.ts";
import { checkout } from "../work/session.ts";
import { writeSite } from "./write-site.ts";

/** The reports' folder in a checkout. */
export const reportsFolder = join(checkout, "reports");

/** Throws InfraError if reports cannot be written: a user should learn that before a run of many minutes, not after it. */
export async function mustHoldReports(folder = reportsFolder): Promise<void> {
  try {
    await access(existsSync(folder) ? folder : dirname(folder), constants.W_OK);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new InfraError(
      `reports cannot be written to this checkout: ${error.message}`,
      "clone it to a folder of your own",
      { cause: error },
    );
  }
}

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

const largestRun = 256 * 2 ** 20;
const ofARun = z.object({ schema: z.literal(runSchemaName), part: z.string().optional() });

/** Nothing that is there yet, or nothing that can be read, is less than a part. */
async function isWhole(dir: string): Promise<boolean> {
  const { value: bytes } = await readPlain(join(dir, "run.json"), largestRun);
  const { value: run } = checked(bytes?.toString() ?? "", ofARun);
  return run !== undefined && run.part === undefined;
}
