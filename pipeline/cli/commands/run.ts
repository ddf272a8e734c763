// ./twinboot run: pins, plans, does, records, reports.

import type { AcceleratorProof } from "../../model/accelerator.ts";
import { InfraError } from "../../model/errors.ts";
import type { Json } from "../../model/json.ts";
import { type Plan, targetsOf } from "../../model/plan.ts";
import type { RunRecord } from "../../model/run-record.ts";
import type { Step } from "../../model/step.ts";
import type { Traces } from "../../engine/run.ts";
import { planOf } from "../../plan/matrix.ts";
import { type Pins, type PinSteps, pinSteps } from "../../plan/pins.ts";
import { runRecordOf } from "../../plan/run-record.ts";
import { selectionOf } from "../../plan/selection.ts";
import { matrixText } from "../../report/matrix-text.ts";
import type { Options } from "../arguments.ts";
import { printCommands } from "../dry-run.ts";
import { type Session, withSession } from "../session.ts";
import { showFor } from "../show-for.ts";
import type { Show } from "../show/show.ts";
import { writeReports } from "../write-reports.ts";

export async function runCommand(_: readonly string[], options: Options): Promise<number> {
  return withSession(options, async (session) => {
    const show = showFor(options);
    try {
      const { plan, proof } = await planned(session, options, show);
      if (options.dryRun) return await printCommands(session, plan);
      show.planned(plan);
      const traces = await session.run(targetsOf(plan), show.onEvent);
      return await concluded(session, options, { plan, proof, traces }, show);
    } finally {
      show.end();
    }
  });
}

/** Looks at every moving thing once, then plans. */
export async function planned(
  session: Session,
  options: Options,
  show: Pick<Show, "onEvent">,
): Promise<{ plan: Plan; proof: AcceleratorProof }> {
  const { descriptions: all, host } = session;
  const selection = selectionOf(all, options.filters);
  const steps = pinSteps(all, selection);
  const { heads, hypervisors, hostImages, proof } = steps;
  const targets: Step[] = [
    ...heads.values(),
    ...hypervisors.values(),
    ...hostImages.values(),
    proof,
  ];
  const pins = pinsOf(steps, await session.run(targets, show.onEvent));
  return { plan: planOf({ all, selection, pins, host }), proof: pins.proof };
}

function pinsOf(steps: PinSteps, traces: Traces): Pins {
  const valueOf = <V extends Json>(step: Step<V>): V => {
    const trace = traces.get(step.id);
    const by = trace?.outcome.status === "blocked" ? traces.get(trace.outcome.by) : trace;
    if (by?.outcome.status === "pass") return by.outcome.value as V;
    if (by?.outcome.status === "error") throw new InfraError(by.outcome.message, by.outcome.hint);
    throw new Error(`${step.label} gave no value`);
  };
  return {
    heads: new Map([...steps.heads].map(([name, step]) => [name, valueOf(step)])),
    hypervisors: new Map([...steps.hypervisors].map(([name, step]) => [name, valueOf(step)])),
    hostImages: new Map([...steps.hostImages].map(([name, step]) => [name, valueOf(step)])),
    proof: valueOf(steps.proof),
  };
}

type Done = { readonly plan: Plan; readonly proof: AcceleratorProof; readonly traces: Traces };

async function concluded(
  session: Session,
  options: Options,
  done: Done,
  show: Show,
): Promise<number> {
  const { number, startedAt, host, descriptions, runs } = session;
  const record = runRecordOf({
    run: number,
    startedAt,
    durationMs: Date.now() - startedAt.getTime(),
    host,
    platforms: descriptions.platforms,
    ...done,
  });
  await runs.finish(record);
  const report = await writeReports(session, record);
  show.concluded(record);
  show.end();
  const colour = process.stdout.isTTY;
  if (options.json) process.stdout.write(`${JSON.stringify(record, undefined, 2)}\n`);
  else process.stdout.write(`${matrixText(record, { colour })}\nreport: ${report}\n`);
  return exitCodeOf(record);
}

/** 1 where anything was found, else 3 where the machine failed, else 0. */
function exitCodeOf({ cells, traces }: RunRecord): number {
  const found = cells.some(({ verdict }) => !["pass", "skip", "infra"].includes(verdict));
  if (found || traces.some(({ status }) => status === "fail")) return 1;
  const failed = cells.some(({ verdict }) => verdict === "infra");
  return failed || traces.some(({ status }) => status === "error") ? 3 : 0;
}
