// ./twinboot verify-report [RUN]: every verdict and table again from the evidence in the store, and compared.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Artifact } from "../../model/artifact.ts";
import { Store } from "../../engine/store.ts";
import type { RunRecord } from "../../model/run-record.ts";
import { verifyRun } from "../../plan/verify-run.ts";
import { historyOf } from "../../report/history.ts";
import { renderJson } from "../../report/json.ts";
import { renderMarkdown } from "../../report/markdown.ts";
import { sitePages } from "../../report/site.ts";
import { visibleText } from "../../report/visible-text.ts";
import type { Options } from "../arguments.ts";
import { runNumber } from "../run-number.ts";
import { Runs } from "../runs.ts";
import { storeDir } from "../session.ts";
import { reportsFolder } from "../write-reports.ts";
import { consoleTextIn } from "../write-site.ts";

/** Exit code 0 where everything holds, 1 where something does not. `--output` names the folder of the written reports. */
export async function verifyReportCommand(
  operands: readonly string[],
  options: Options,
): Promise<number> {
  const store = new Store(storeDir());
  const runs = new Runs(storeDir());
  const run = await runs.read(runNumber(operands[0]));
  const trace = (key: string, by?: number) => store.trace(key, by);
  const read = (file: Artifact) => store.read(file).catch(absent);
  const own = join(reportsFolder, "runs", String(run.run));
  const dirs = options.output ? [options.output] : [own, join(reportsFolder, "latest")];
  const complaints = [
    ...(await verifyRun(run, { trace, read })),
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
  const written = await readFile(join(dir, "run.json"), "utf8").catch(absent);
  if (written === undefined || (JSON.parse(written) as RunRecord).run !== run.run) return [];
  const history = await historyOf(runs.history(run));
  const complaints: string[] = [];
  const compare = async (path: string, content: string): Promise<void> => {
    const text = await readFile(join(dir, path), "utf8").catch(absent);
    if (text !== content) complaints.push(`${join(dir, path)}: is not what rendering gives`);
  };
  await compare("run.json", renderJson(run));
  await compare("report.md", renderMarkdown(run));
  for (const { path, content } of sitePages({ run, history, consoleText: consoleTextIn(store) }))
    await compare(path, content);
  return complaints;
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code === "ENOENT") return undefined;
  throw error;
}
