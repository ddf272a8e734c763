// What every run ends with: the record, the reports, the answer on the terminal, the exit code.

import type { Traces } from "../engine/run.ts";
import type { AcceleratorProof } from "../model/accelerator.ts";
import type { Hot, Metric } from "../model/metric.ts";
import type { Plan } from "../model/plan.ts";
import type { RunRecord } from "../model/run-record.ts";
import type { PlannedAttempt } from "../plan/attempts.ts";
import { runRecordOf } from "../plan/run-record.ts";
import type { SampledKernel } from "../plan/sampled-kernels.ts";
import { matrixText, type TextStyle } from "../report/matrix-text.ts";
import { type Filters, filterWords } from "../plan/selection.ts";
import type { Session } from "../work/session.ts";
import type { ShowOptions } from "./show-for.ts";
import type { Show } from "../work/show.ts";
import { writeReports } from "./write-reports.ts";

export type Done = {
  readonly plan: Plan;
  /** What of a matrix the command is for; absent where it is for all of it. */
  readonly part?: string;
  /** Absent where nothing was to boot. */
  readonly proof?: AcceleratorProof;
  readonly traces: Traces;
  readonly attempts?: readonly PlannedAttempt[];
  readonly sampled?: readonly SampledKernel[];
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
  // From what was kept: whoever renders it again gets the same bytes.
  const report = await writeReports(session, await session.runs.read(record.run));
  show?.end();
  const colour = process.stdout.isTTY;
  if (options.json) process.stdout.write(`${JSON.stringify(record, undefined, 2)}\n`);
  else process.stdout.write(`${text(record, { colour })}\nreport: ${report}\n`);
  return exitCodeOf(record);
}

/** 1 where anything was found, else 3 where the machine failed, else 0. */
function exitCodeOf({ cells, traces }: RunRecord): number {
  const found = cells.some(({ verdict }) => !["pass", "skip", "infra"].includes(verdict));
  if (found || traces.some(({ status }) => status === "fail")) return 1;
  const failed = cells.some(({ verdict }) => verdict === "infra");
  return failed || traces.some(({ status }) => status === "error") ? 3 : 0;
}
