// What every run ends with: the record, the reports, the answer on the terminal, the exit code.

import type { Traces } from "../engine/run.ts";
import type { AcceleratorProof } from "../model/described/accelerator.ts";
import type { Hot, Metric } from "../model/cost/metric.ts";
import type { Plan } from "../model/work/plan.ts";
import type { RunRecord } from "../model/record/run-record.ts";
import type { PlannedAttempt } from "../plan/matrix/attempts.ts";
import type { RemadeStep } from "../plan/matrix/remade-steps.ts";
import { runRecordOf } from "../plan/matrix/run-record.ts";
import type { SampledKernel } from "../plan/matrix/sampled-kernels.ts";
import { matrixText, type TextStyle } from "../report/text/matrix-text.ts";
import { type Filters, filterWords } from "../plan/read/selection.ts";
import type { Session } from "../work/session.ts";
import type { ShowOptions } from "./show-for.ts";
import type { Show } from "../work/show.ts";
import { writeReports } from "./write-reports.ts";

export type Done = {
  readonly plan: Plan;
  /** The part of the matrix that was requested; absent for the whole matrix. */
  readonly part?: string;
  /** Absent where nothing was to boot. */
  readonly proof?: AcceleratorProof;
  readonly traces: Traces;
  readonly attempts?: readonly PlannedAttempt[];
  readonly sampled?: readonly SampledKernel[];
  readonly remade?: readonly RemadeStep[];
  readonly metrics?: readonly Metric[];
  readonly hot?: readonly Hot[];
  /** What is shown of it on a terminal. */
  readonly text: (run: RunRecord, style: TextStyle) => string;
};

/** Gives the exit code. */
export async function conclude(
  session: Session,
  options: Filters & Pick<ShowOptions, "json">,
  { text, ...done }: Done,
  show: Show,
): Promise<number> {
  const { number, startedAt, host, descriptions } = session;
  const part = [done.part, filterWords(options)].filter(Boolean).join(" ");
  const record = runRecordOf({
    run: number,
    startedAt,
    durationMs: Date.now() - startedAt.getTime(),
    host,
    platforms: descriptions.platforms,
    results: descriptions.results,
    ...done,
    ...(part ? { part } : {}),
  });
  show.concluded(record);
  return concludeWith(session, options, record, { text, show });
}

type Ending = { readonly text?: Done["text"]; readonly show?: Show };

/** The same for a record that is there already. */
export async function concludeWith(
  session: Session,
  options: Pick<ShowOptions, "json">,
  record: RunRecord,
  { text = matrixText, show }: Ending = {},
): Promise<number> {
  await session.runs.finish(record);
  // From the stored record, so that rendering it again gives the same bytes.
  const report = await writeReports(session, await session.runs.read(record.run));
  show?.end();
  const colour = process.stdout.isTTY;
  if (options.json) process.stdout.write(`${JSON.stringify(record, undefined, 2)}\n`);
  else process.stdout.write(`${text(record, { colour })}\nreport: ${report}\n`);
  return exitCodeOf(record);
}

/** 1 where anything was found, else 3 where the machine failed or none of the cells that were asked for passes, else 0. */
export function exitCodeOf({ cells, traces }: Pick<RunRecord, "cells" | "traces">): number {
  const found = cells.some(({ verdict }) => !["pass", "skip", "infra"].includes(verdict));
  if (found || traces.some(({ status }) => status === "fail")) return 1;
  const failed = cells.some(({ verdict }) => verdict === "infra");
  const own = cells.filter(({ imported }) => !imported);
  const proved = !own.length || own.some(({ verdict }) => verdict === "pass");
  return failed || !proved || traces.some(({ status }) => status === "error") ? 3 : 0;
}
