// ./twinboot bench: what the kernels cost, counted in instructions.

import { type BenchPlan, benchTargetsOf, timedTargetsOf } from "../../model/cost/bench-plan.ts";
import type { Descriptions } from "../../model/described/descriptions.ts";
import { benchPlanOf, type BenchWishes } from "../../plan/matrix/bench.ts";
import { hotOf, metricsOf } from "../../plan/metrics.ts";
import { type Filters, selectionOf } from "../../plan/read/selection.ts";
import { benchAhead } from "../../report/facts/bench-ahead.ts";
import { performanceText } from "../../report/text/performance-text.ts";
import { conclude } from "../conclude.ts";
import { printCommands } from "../dry-run.ts";
import { forecastOf } from "../../work/forecast.ts";
import { type Session, type SessionOptions, withSession } from "../../work/session.ts";
import { storedValues } from "../../work/stored-values.ts";
import { showFor, type ShowOptions } from "../show-for.ts";
import { mustHoldReports } from "../write-reports.ts";
import { withReachableHeads } from "../../work/reachable-heads.ts";
import { ready } from "../../work/pinned.ts";

type Given = Filters & SessionOptions & ShowOptions & BenchWishes;

export async function benchCommand(options: Given): Promise<number> {
  return withSession(options, async (session) => {
    const { descriptions: all } = session;
    const show = showFor(options);
    try {
      const selection = selectionOf(
        all,
        await withReachableHeads(all, { ...usual(all), ...options }),
      );
      const { pins, host } = await ready(session, selection, show, options);
      const bench = benchPlanOf({ all, selection, pins, host }, options);
      const { plan } = bench;
      if (options.dryRun) return await printCommands(session, benchTargetsOf(bench));
      await mustHoldReports();
      show.planned(plan, await forecastOf(session, 1));
      for (const line of [...bench.notCounted, await ahead(session, bench)]) show.note(line);
      const counted = await session.run(benchTargetsOf(bench), show.onEvent);
      const timed = await session.run(timedTargetsOf(bench), (event) => {
        if (!counted.has(event.step.id)) show.onEvent(event);
      });
      const traces = new Map([...timed, ...counted]);
      const metrics = metricsOf(bench, traces);
      const hot = hotOf(bench, traces);
      const done = {
        plan,
        part: "bench",
        proof: pins.proof,
        traces,
        metrics,
        hot,
        text: performanceText,
      };
      return await conclude(session, options, done, show);
    } finally {
      show.end();
    }
  });
}

async function ahead({ store, descriptions }: Session, bench: BenchPlan): Promise<string> {
  const targets = [...benchTargetsOf(bench), ...timedTargetsOf(bench)];
  const stored = await storedValues(store, targets);
  const native = descriptions.installation.bench?.native;
  return benchAhead(bench, { isStored: ({ id }) => stored.has(id), native });
}

/** Where nothing says what to count, the default of every run is taken. */
function usual({ installation }: Descriptions): Filters {
  return installation.bench ? { platform: installation.bench.platforms } : {};
}
