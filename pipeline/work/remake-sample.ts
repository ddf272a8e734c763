// After a nightly run: some of what it took from other machines once more, here.

import type { EngineEvent, Traces } from "../engine/run.ts";
import { type Plan, stepsOf, targetsOf } from "../model/work/plan.ts";
import type { Filters } from "../plan/read/selection.ts";
import { type RemadeStep, remadeSteps } from "../plan/matrix/remade-steps.ts";
import type { Session } from "./session.ts";
import { storeSeed } from "./store-seed.ts";

type Remade = { readonly traces: Traces; readonly remade: readonly RemadeStep[] };

/** Only nightly runs do: a kernel takes minutes. */
export async function remakeSample(
  session: Session,
  { lane }: Pick<Filters, "lane">,
  ran: { readonly plan: Plan; readonly traces: Traces },
  onEvent: (event: EngineEvent) => void,
): Promise<Remade> {
  const { plan, traces } = ran;
  if (lane !== "nightly") return { traces, remade: [] };
  const seed = await storeSeed(session.store.dir);
  const steps = stepsOf(targetsOf(plan));
  const remade = remadeSteps(steps, { run: session.number, traces }, seed);
  const targets = remade.map(({ again }) => again);
  const later = await session.run(targets, (event) => {
    if (!traces.has(event.step.id)) onEvent(event);
  });
  return { traces: new Map([...later, ...traces]), remade };
}
