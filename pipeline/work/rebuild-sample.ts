// After a nightly run: some of its kernels once more, from nothing.

import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { EngineEvent, Traces } from "../engine/run.ts";
import type { Plan } from "../model/plan.ts";
import type { Filters } from "../plan/selection.ts";
import { type SampledKernel, sampledKernels } from "../plan/sampled-kernels.ts";
import type { Session } from "./session.ts";

type Sampled = { readonly traces: Traces; readonly sampled: readonly SampledKernel[] };

/** Nothing is built again in a run that is no night's. */
export async function rebuildSample(
  session: Session,
  { lane }: Pick<Filters, "lane">,
  ran: { readonly plan: Plan; readonly traces: Traces },
  onEvent: (event: EngineEvent) => void,
): Promise<Sampled> {
  const { plan, traces } = ran;
  if (lane !== "nightly") return { traces, sampled: [] };
  const seed = await seedOf(session.store.dir);
  const sampled = sampledKernels(plan, { run: session.number, traces }, seed);
  const targets = sampled.map(({ rebuilt }) => rebuilt);
  const later = await session.run(targets, (event) => {
    if (!traces.has(event.step.id)) onEvent(event);
  });
  return { traces: new Map([...later, ...traces]), sampled };
}

/** No build sees the store's own folder. */
async function seedOf(dir: string): Promise<string> {
  const path = join(dir, "sample-seed");
  const there = await readFile(path, "utf8").catch(() => "");
  if (there) return there;
  const seed = randomBytes(32).toString("hex");
  await writeFile(path, seed, { mode: 0o600 });
  return seed;
}
