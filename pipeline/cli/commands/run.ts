// ./twinboot run: pins, plans, does, records, reports.

import type { AcceleratorProof } from "../../model/accelerator.ts";
import type { Json } from "../../model/json.ts";
import { type Plan, targetsOf } from "../../model/plan.ts";
import type { Step } from "../../model/step.ts";
import type { Traces } from "../../engine/run.ts";
import { planOf } from "../../plan/matrix.ts";
import { type Pins, type PinSteps, pinSteps } from "../../plan/pins.ts";
import { type Selection, selectionOf } from "../../plan/selection.ts";
import { matrixText } from "../../report/matrix-text.ts";
import type { Options } from "../arguments.ts";
import { conclude } from "../conclude.ts";
import { printCommands } from "../dry-run.ts";
import { forecastOf } from "../forecast.ts";
import { runWithAttempts } from "../run-attempts.ts";
import { type Session, withSession } from "../session.ts";
import { showFor } from "../show-for.ts";
import type { Show } from "../show/show.ts";
import { valueFrom } from "../value-from.ts";

export async function runCommand(_: readonly string[], options: Options): Promise<number> {
  return withSession(options, async (session) => {
    const show = showFor(options);
    try {
      const { plan, proof } = await planned(session, options, show);
      if (options.dryRun) return await printCommands(session, targetsOf(plan));
      show.planned(plan, await forecastOf(session, options.attempts));
      const ran = await runWithAttempts(session, plan, options.attempts, show.onEvent);
      const done = { plan, proof, ...ran, text: matrixText };
      return await conclude(session, options, done, show);
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
  const pins = await pinned(session, selection, show);
  return { plan: planOf({ all, selection, pins, host }), proof: pins.proof };
}

export async function pinned(
  session: Session,
  selection: Selection,
  show: Pick<Show, "onEvent">,
): Promise<Pins> {
  const steps = pinSteps(session.descriptions, selection);
  const { heads, hypervisors, hostImages, proof } = steps;
  const targets: Step[] = [
    ...heads.values(),
    ...hypervisors.values(),
    ...hostImages.values(),
    proof,
  ];
  return pinsOf(steps, await session.run(targets, show.onEvent));
}

/** What the pins looked at, once they were run. Throws InfraError where one could not be. */
export function pinsOf(steps: PinSteps, traces: Traces): Pins {
  const valueOf = <V extends Json>(one: Step<V>): V => valueFrom(traces, one);
  return {
    heads: new Map([...steps.heads].map(([name, step]) => [name, valueOf(step)])),
    hypervisors: new Map([...steps.hypervisors].map(([name, step]) => [name, valueOf(step)])),
    hostImages: new Map([...steps.hostImages].map(([name, step]) => [name, valueOf(step)])),
    proof: valueOf(steps.proof),
  };
}
