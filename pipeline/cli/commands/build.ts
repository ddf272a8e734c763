// ./twinboot build [filters]: the kernels of a run and the hypervisors under them, without booting any.

import type { Traces } from "../../engine/run.ts";
import type { Digest } from "../../model/digest.ts";
import type { Kernel } from "../../model/described/kernel.ts";
import type { Outcome } from "../../model/judge/outcome.ts";
import type { PlannedKernel } from "../../model/work/plan.ts";
import type { Filters } from "../../plan/read/selection.ts";
import { visibleText } from "../../report/safe/visible-text.ts";
import { printCommands } from "../dry-run.ts";
import { type Session, withSession } from "../../work/session.ts";
import { showFor, type ShowOptions } from "../show-for.ts";
import { planned } from "../../work/pinned.ts";

/** A line for each kernel: its name, release, build-id and file. Exit code 1 where one does not build, 3 where the machine could not. */
export async function buildCommand(options: Filters & ShowOptions): Promise<number> {
  return withSession({}, async (session) => {
    const show = showFor(options);
    try {
      const { plan } = await planned(session, options, show);
      const targets = [...plan.kernels.map(({ built }) => built), ...plan.hypervisors];
      if (options.dryRun) return await printCommands(session, targets);
      const traces = await session.run(targets, show.onEvent);
      show.end();
      for (const kernel of plan.kernels)
        process.stdout.write(`${visibleText(await lineOf(session, kernel, traces))}\n`);
      return exitCode(targets.map((one) => endOf(traces, one)));
    } finally {
      show.end();
    }
  });
}

/** Throws InfraError where the image that an older run left is not what it was. */
async function lineOf({ store }: Session, kernel: PlannedKernel, traces: Traces): Promise<string> {
  const { head, series, flavour, built } = kernel;
  const end = endOf(traces, built);
  const name = `${head} ${series} ${flavour}`;
  if (end.status === "pass") {
    const { image, release, buildId } = end.value as unknown as Kernel;
    await store.check([image]);
    return `${name}: ${release}, build-id ${buildId}, ${store.path(image)}`;
  }
  return `${name}: ${end.status === "fail" ? end.finding.summary : `${end.message}; ${end.hint}`}`;
}

type End = Exclude<Outcome, { status: "blocked" }>;

/** Of a step that another one blocked, the other's. */
function endOf(traces: Traces, { id }: { readonly id: Digest }): End {
  const outcome = traces.get(id)?.outcome;
  if (!outcome) throw new Error("a target was not run");
  return outcome.status === "blocked" ? endOf(traces, { id: outcome.by }) : outcome;
}

function exitCode(ends: readonly End[]): number {
  if (ends.some(({ status }) => status === "error")) return 3;
  return ends.every(({ status }) => status === "pass") ? 0 : 1;
}
