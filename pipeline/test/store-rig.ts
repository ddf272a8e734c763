// A real store in a temporary folder, and the engine run on it as the command line does.

import { cp } from "node:fs/promises";
import { join } from "node:path";
import { type EngineEvent, run, type RunOptions, type Traces } from "../engine/run.ts";
import { Store } from "../engine/store.ts";
import type { Json } from "../model/json.ts";
import type { Outcome } from "../model/judge/outcome.ts";
import type { Step } from "../model/work/step.ts";
import { temporaryFolder } from "./folder-rig.ts";

export async function temporaryStore(): Promise<Store> {
  const store = new Store(join(await temporaryFolder(), "store"));
  await store.open();
  return store;
}

/** All that is in another store, to be damaged. */
export async function copyOfStore(whole: Store): Promise<Store> {
  const store = new Store(join(await temporaryFolder(), "store"));
  await cp(whole.dir, store.dir, { recursive: true });
  return store;
}

export async function runOn(
  store: Store,
  targets: readonly Step[],
  options: Partial<RunOptions> = {},
): Promise<Traces> {
  return run(targets, {
    store,
    run: 1,
    fresh: false,
    width: { io: 4, machine: 1, vm: 2 },
    signal: new AbortController().signal,
    onEvent: () => undefined,
    ...options,
  });
}

/** How one step ends, with all it needs done before it. */
export async function outcomeOn<V extends Json>(
  store: Store,
  step: Step<V>,
  options: Partial<RunOptions> = {},
): Promise<Outcome<V>> {
  const traces = await runOn(store, [step], options);
  const outcome = traces.get(step.id)?.outcome as Outcome<V> | undefined;
  if (outcome) return outcome;
  throw new Error(`${step.label} left no trace`);
}

/** Collects the labels of the steps that were really done, not reused. */
export function doneSteps(): { done: string[]; onEvent: (event: EngineEvent) => void } {
  const done: string[] = [];
  return {
    done,
    onEvent: (event) => {
      if (event.type === "started") done.push(event.step.label);
    },
  };
}
