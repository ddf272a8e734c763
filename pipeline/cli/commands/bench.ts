// ./twinboot bench: what the kernels cost, counted in instructions.

import { benchTargetsOf, timedTargetsOf } from "../../model/bench-plan.ts";
import type { Descriptions } from "../../model/descriptions.ts";
import { benchPlanOf } from "../../plan/bench.ts";
import { hotOf, metricsOf } from "../../plan/metrics.ts";
import { type Filters, selectionOf } from "../../plan/selection.ts";
import { performanceText } from "../../report/performance-text.ts";
import type { Options } from "../arguments.ts";
import { conclude } from "../conclude.ts";
import { printCommands } from "../dry-run.ts";
import { withSession } from "../session.ts";
import { showFor } from "../show-for.ts";
import { pinned } from "./run.ts";

export async function benchCommand(_: readonly string[], options: Options): Promise<number> {
  return withSession(options, async (session) => {
    const { descriptions: all, host } = session;
    const show = showFor(options);
    try {
      const selection = selectionOf(all, { ...usual(all), ...options.filters });
      const pins = await pinned(session, selection, show);
      const bench = benchPlanOf({ all, selection, pins, host }, options);
      const { plan } = bench;
      if (options.dryRun) return await printCommands(session, benchTargetsOf(bench));
      show.planned(plan);
      const counted = await session.run(benchTargetsOf(bench), show.onEvent);
      const timed = await session.run(timedTargetsOf(bench), (event) => {
        if (!counted.has(event.step.id)) show.onEvent(event);
      });
      const traces = new Map([...timed, ...counted]);
      const metrics = metricsOf(bench, traces, host.qemu.digest);
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

/** Where nothing says what to count, the default of every run is taken. */
function usual({ installation }: Descriptions): Filters {
  return installation.bench ? { platform: installation.bench.platforms } : {};
}
