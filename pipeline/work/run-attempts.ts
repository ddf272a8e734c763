// Does a plan, then boots again what failed in it.

import type { EngineEvent, Traces } from "../engine/run.ts";
import { type Plan, targetsOf } from "../model/work/plan.ts";
import { type PlannedAttempt, plannedAttempts } from "../plan/matrix/attempts.ts";
import type { Session } from "./session.ts";

type Done = { readonly traces: Traces; readonly attempts: readonly PlannedAttempt[] };

/** `limit`: boots of a cell in all. What the first boots needed is there and not told of again. */
export async function runWithAttempts(
  session: Session,
  plan: Plan,
  limit: number | undefined,
  onEvent: (event: EngineEvent) => void,
): Promise<Done> {
  const first = await session.run(targetsOf(plan), onEvent);
  return attemptsAfter(session, plan, first, { attempts: limit, onEvent });
}

type Limit = {
  readonly attempts?: number | undefined;
  readonly onEvent: (event: EngineEvent) => void;
};

/** The boots that failed in a plan that was done. */
export async function attemptsAfter(
  session: Session,
  plan: Plan,
  first: Traces,
  { attempts: limit, onEvent }: Limit,
): Promise<Done> {
  const attempts = plannedAttempts(plan, first, limit);
  if (!attempts.length) return { traces: first, attempts };
  const targets = attempts.map(({ judged }) => judged);
  const later = await session.run(targets, (event) => {
    if (!first.has(event.step.id)) onEvent(event);
  });
  return { traces: new Map([...later, ...first]), attempts };
}
