// After a nightly run: some of its kernels once more, from nothing.

import type { EngineEvent, Traces } from "../engine/run.ts";
import type { Plan } from "../model/work/plan.ts";
import type { Filters } from "../plan/read/selection.ts";
import { type SampledKernel, sampledKernels } from "../plan/matrix/sampled-kernels.ts";
import type { Session } from "./session.ts";
import { storeSeed } from "./store-seed.ts";

type Sampled = { readonly traces: Traces; readonly sampled: readonly SampledKernel[] };

/** Only nightly runs rebuild kernels. */
export async function rebuildSample(
  session: Session,
  { lane }: Pick<Filters, "lane">,
  ran: { readonly plan: Plan; readonly traces: Traces },
  onEvent: (event: EngineEvent) => void,
): Promise<Sampled> {
  const { plan, traces } = ran;
  if (lane !== "nightly") return { traces, sampled: [] };
  const seed = await storeSeed(session.store.dir);
  const sampled = sampledKernels(plan, { run: session.number, traces }, seed);
  const targets = sampled.map(({ rebuilt }) => rebuilt);
  const later = await session.run(targets, (event) => {
    if (!traces.has(event.step.id)) onEvent(event);
  });
  return { traces: new Map([...later, ...traces]), sampled };
}
