// ./twinboot rebase: every series onto every head, nothing built.

import { type Plan, targetsOf } from "../../model/plan.ts";
import { headSteps } from "../../plan/pins.ts";
import { plannedHeads, plannedRebases } from "../../plan/rebases.ts";
import { type Filters, selectionOf } from "../../plan/selection.ts";
import { rebaseText } from "../../report/rebase-text.ts";
import { conclude } from "../conclude.ts";
import { forecastOf } from "../../work/forecast.ts";
import { type Session, withSession } from "../../work/session.ts";
import { showFor, type ShowOptions } from "../show-for.ts";
import type { Show } from "../../work/show.ts";
import { valueFrom } from "../../work/value-from.ts";

type Given = Pick<Filters, "series" | "head"> & ShowOptions;

export async function rebaseCommand(options: Given): Promise<number> {
  return withSession({}, async (session) => {
    const show = showFor(options);
    try {
      const plan = await planned(session, options, show);
      show.planned(plan, await forecastOf(session, 1));
      const traces = await session.run(targetsOf(plan), show.onEvent);
      return await conclude(
        session,
        options,
        { plan, part: "rebase", traces, text: rebaseText },
        show,
      );
    } finally {
      show.end();
    }
  });
}

/** All heads where none is named: to ask on which trees a series applies is what this command is for. */
async function planned(session: Session, options: Given, show: Show): Promise<Plan> {
  const { descriptions: all } = session;
  const selection = selectionOf(all, { head: ["all"], ...options });
  const steps = headSteps(all, selection);
  const traces = await session.run([...steps.values()], show.onEvent);
  const pins = { heads: new Map([...steps].map(([name, one]) => [name, valueFrom(traces, one)])) };
  const ground = { all, selection, pins };
  const heads = plannedHeads(ground);
  return {
    heads: heads.filter(({ name }) => selection.heads.includes(name)),
    rebases: plannedRebases(ground, heads),
    kernels: [],
    hypervisors: [],
    cells: [],
    skipped: [],
  };
}
