// ./twinboot run: pins, plans, does, records, reports.

import { targetsOf } from "../../model/plan.ts";
import type { Filters } from "../../plan/selection.ts";
import { matrixText } from "../../report/matrix-text.ts";
import { conclude } from "../conclude.ts";
import { printCommands } from "../dry-run.ts";
import { forecastOf } from "../../work/forecast.ts";
import { planned } from "../../work/pinned.ts";
import { rebuildSample } from "../../work/rebuild-sample.ts";
import { runWithAttempts } from "../../work/run-attempts.ts";
import { type SessionOptions, withSession } from "../../work/session.ts";
import { showFor, type ShowOptions } from "../show-for.ts";

type Given = Filters & SessionOptions & ShowOptions & { readonly attempts?: number };

export async function runCommand(options: Given): Promise<number> {
  return withSession(options, async (session) => {
    const show = showFor(options);
    try {
      const { plan, proof } = await planned(session, options, show);
      if (options.dryRun) return await printCommands(session, targetsOf(plan));
      show.planned(plan, await forecastOf(session, options.attempts));
      const ran = await runWithAttempts(session, plan, options.attempts, show.onEvent);
      const again = await rebuildSample(session, options, { plan, ...ran }, show.onEvent);
      const done = { plan, proof, ...ran, ...again, text: matrixText };
      return await conclude(session, options, done, show);
    } finally {
      show.end();
    }
  });
}
