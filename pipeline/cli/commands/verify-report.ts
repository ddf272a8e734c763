// ./twinboot verify-report [RUN]: every verdict and table again from the evidence in the store, and compared.

import { join } from "node:path";
import { z } from "zod";
import { checked, readPlain } from "../../engine/sealed-json.ts";
import { Store } from "../../engine/store.ts";
import type { RunRecord } from "../../model/run-record.ts";
import { readDescriptions } from "../../plan/read-descriptions.ts";
import { verifyRun } from "../../plan/verify-run.ts";
import { historyOf } from "../../report/history.ts";
import { renderJson } from "../../report/json.ts";
import { renderMarkdown } from "../../report/markdown.ts";
import { sitePages } from "../../report/site.ts";
import { visibleText } from "../../report/visible-text.ts";
import { evidenceSource } from "../../work/evidence-source.ts";
import { Runs } from "../../work/runs.ts";
import { checkout, storeDir } from "../../work/session.ts";
import { reportsFolder } from "../write-reports.ts";
import { consoleTextIn } from "../write-site.ts";

const largestPage = 256 * 2 ** 20;

type Given = { readonly run?: number; readonly output?: string };

/** Exit code 0 where everything holds, 1 where something does not. `--output` names the folder of the written reports. */
export async function verifyReportCommand({ run: number, output }: Given): Promise<number> {
  const store = new Store(storeDir());
  const runs = new Runs(storeDir());
  const run = await runs.read(number);
  const results = [...readDescriptions(checkout).results.values()];
  const own = join(reportsFolder, "runs", String(run.run));
  const dirs = output ? [output] : [own, join(reportsFolder, "latest")];
  const complaints = [
    ...(await verifyRun(run, { ...evidenceSource(store, runs, run.run), results })),
    ...(await Promise.all(dirs.map((dir) => fileComplaints(run, runs, store, dir)))).flat(),
  ];
  const judged = run.cells.filter((cell) => cell.judged).length;
  const words = complaints.length
    ? `run ${run.run}: ${complaints.length} ${complaints.length === 1 ? "thing does" : "things do"} not hold`
    : `run ${run.run} holds: ${judged} of ${run.cells.length} cells judged and ${run.metrics?.length ?? 0} figures read again, all verdicts and tables the same`;
  process.stdout.write(`${[...complaints.map((one) => visibleText(one)), words].join("\n")}\n`);
  return complaints.length ? 1 : 0;
}

/** The written reports, where they are of this run: rendered again, they must be the same to the byte. */
async function fileComplaints(
  run: RunRecord,
  runs: Runs,
  store: Store,
  dir: string,
): Promise<string[]> {
  const written = await writtenText(join(dir, "run.json"));
  if (written === undefined) return [];
  const { value, wrong } = checked(written, z.object({ run: z.number() }));
  if (wrong !== undefined) return [`${join(dir, "run.json")} ${wrong}`];
  if (value?.run !== run.run) return [];
  const history = await historyOf(runs.history(run));
  const complaints: string[] = [];
  const compare = async (path: string, content: string): Promise<void> => {
    const text = await writtenText(join(dir, path));
    if (text !== content) complaints.push(`${join(dir, path)}: is not what rendering gives`);
  };
  await compare("run.json", renderJson(run));
  await compare("report.md", renderMarkdown(run));
  for (const { path, content } of sitePages({ run, history, consoleText: consoleTextIn(store) }))
    await compare(path, content);
  return complaints;
}

/** Undefined where it is not there; what cannot be read is no text that rendering gives. */
async function writtenText(path: string): Promise<string | undefined> {
  const { value, wrong } = await readPlain(path, largestPage);
  return wrong === undefined ? value?.toString() : "";
}
