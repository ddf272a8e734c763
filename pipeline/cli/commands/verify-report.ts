// ./twinboot verify-report [RUN]: every verdict and table again from the evidence in the store, and compared.

import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { Store } from "../../engine/store.ts";
import { readDescriptions } from "../../plan/read/read-descriptions.ts";
import { verifyRun } from "../../plan/merge/verify-run.ts";
import { historyOf } from "../../report/facts/history.ts";
import { visibleText } from "../../report/safe/visible-text.ts";
import { certificateComplaints } from "../../work/certify/verify-certificate.ts";
import { evidenceSource } from "../../work/evidence-source.ts";
import { Runs } from "../../work/runs.ts";
import { checkout, storeDir } from "../../work/session.ts";
import { reportsFolder } from "../write-reports.ts";
import { type Kind, reportComplaints, runIn } from "../written-report.ts";

type Given = {
  readonly run?: number;
  readonly output?: string;
  readonly certificate?: string;
  readonly key?: string;
};

/** Exit code 0 where everything holds, 1 where something does not. `--output` names the folder of the written reports. */
export async function verifyReportCommand({
  run: number,
  output,
  certificate,
  key,
}: Given): Promise<number> {
  if (certificate !== undefined) return verifyCertificate(certificate, key);
  const store = new Store(storeDir());
  const runs = new Runs(storeDir());
  const run = await runs.read(number);
  const results = [...readDescriptions(checkout).results.values()];
  const { reports, wrong } = await writtenReports(run.run, output);
  const rendered = { run, store, history: await historyOf(runs.history(run)) };
  const complaints = [
    ...(await verifyRun(run, { ...evidenceSource(store, runs, run.run), results })),
    ...wrong,
  ];
  for (const { dir, kind } of reports)
    complaints.push(...(await reportComplaints(dir, kind, rendered)));
  const judged = run.cells.filter((cell) => cell.judged).length;
  const words = complaints.length
    ? `run ${run.run}: ${complaints.length} ${complaints.length === 1 ? "thing does" : "things do"} not hold`
    : `run ${run.run} holds: ${judged} of ${run.cells.length} cells judged and ${run.metrics?.length ?? 0} figures read again, all verdicts and tables the same; ${writtenWords(reports)}`;
  process.stdout.write(`${[...complaints.map((one) => visibleText(one)), words].join("\n")}\n`);
  return complaints.length ? 1 : 0;
}

async function verifyCertificate(folder: string, key: string | undefined): Promise<number> {
  const store = new Store(storeDir());
  const complaints = await certificateComplaints(folder, {
    key,
    descriptions: readDescriptions(checkout),
    stored: (file) => store.raw(file),
  });
  const count = complaints.length === 1 ? "1 thing does" : `${complaints.length} things do`;
  const signed = key === undefined ? "its signature was not asked for" : `it is signed by ${key}`;
  const words = complaints.length
    ? `the certificate: ${count} not hold`
    : `the certificate holds: every word was judged again from its boots, and every document is what rendering gives; ${signed}`;
  process.stdout.write(`${[...complaints.map((one) => visibleText(one)), words].join("\n")}\n`);
  return complaints.length ? 1 : 0;
}

type Written = { readonly dir: string; readonly kind: Kind };

/** Those of this run, and the one that was asked for, whose it may be; `wrong`: why a folder is no report of this run. */
async function writtenReports(
  run: number,
  output: string | undefined,
): Promise<{ reports: Written[]; wrong: string[] }> {
  if (output !== undefined) {
    if (!existsSync(join(output, "index.html")))
      return { reports: [], wrong: [`${output}: no report lies there`] };
    return { reports: [{ dir: output, kind: "pages" }], wrong: [] };
  }
  const [own, latest] = [join(reportsFolder, "runs", String(run)), join(reportsFolder, "latest")];
  const newest = await runIn(latest);
  return {
    reports: [...(existsSync(own) ? [own] : []), ...(newest === run ? [latest] : [])].map(
      (dir) => ({ dir, kind: "whole" }),
    ),
    wrong: wrongRun(latest, newest),
  };
}

/** A newest report that does not say whose it is may be of this run, and nobody can know. */
function wrongRun(latest: string, run: number | string | undefined): string[] {
  if (typeof run === "string") return [run];
  return run === undefined && existsSync(join(latest, "index.html"))
    ? [`${latest}: has pages and no run.json`]
    : [];
}

function writtenWords(reports: readonly Written[]): string {
  if (!reports.length) return "no written report of it is in this checkout";
  return `${reports.map(({ dir }) => relative(process.cwd(), dir) || ".").join(" and ")} the same to the byte`;
}
