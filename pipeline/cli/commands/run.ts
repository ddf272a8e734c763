// ./twinboot run: pins, plans, does, records, reports.

import { targetsOf } from "../../model/work/plan.ts";
import type { Filters } from "../../plan/read/selection.ts";
import { matrixText } from "../../report/text/matrix-text.ts";
import { conclude } from "../conclude.ts";
import { printCommands } from "../dry-run.ts";
import { forecastOf } from "../../work/forecast.ts";
import { planned } from "../../work/pinned.ts";
import { rebuildSample } from "../../work/rebuild-sample.ts";
import { remakeSample } from "../../work/remake-sample.ts";
import { runWithAttempts } from "../../work/run-attempts.ts";
import { type SessionOptions, withSession } from "../../work/session.ts";
import { showFor, type ShowOptions } from "../show-for.ts";
import { mustHoldReports } from "../write-reports.ts";

type Given = Filters & SessionOptions & ShowOptions & { readonly attempts?: number };

export async function runCommand(options: Given): Promise<number> {
  return withSession({ ...options, shares: true }, async (session) => {
    const show = showFor(options);
    try {
      const { plan, proof } = await planned(session, options, show);
      if (options.dryRun) return await printCommands(session, targetsOf(plan));
      await mustHoldReports();
      show.planned(plan, await forecastOf(session, options.attempts));
      const ran = await runWithAttempts(session, plan, options.attempts, show.onEvent);
      const again = await rebuildSample(session, options, { plan, ...ran }, show.onEvent);
      const taken = { plan, traces: again.traces };
      const remade = await remakeSample(session, options, taken, show.onEvent);
      const done = { plan, proof, ...ran, ...again, ...remade, text: matrixText };
      return await conclude(session, options, done, show);
    } finally {
      show.end();
    }
  });
}
