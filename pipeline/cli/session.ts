// What every command that runs steps needs: the checked descriptions, the locked store, this machine, a way to stop.

import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { Descriptions } from "../model/descriptions.ts";
import type { HostFacts } from "../model/host.ts";
import { type EngineEvent, run, type Traces } from "../engine/run.ts";
import { Store } from "../engine/store.ts";
import { lockStore } from "../engine/store-lock.ts";
import type { Lane, Step } from "../model/step.ts";
import { readDescriptions } from "../plan/read-descriptions.ts";
import { hostFacts } from "../tools/host.ts";
import type { Options } from "./arguments.ts";
import { Runs } from "./runs.ts";

/** The checkout that this program lies in. */
export const checkout = resolve(dirname(import.meta.dirname), "..");

/** Where products lie: TWINBOOT_STORE, or twinboot below the user's cache folder. */
export function storeDir(): string {
  const { TWINBOOT_STORE, XDG_CACHE_HOME } = process.env;
  return TWINBOOT_STORE ?? join(XDG_CACHE_HOME ?? join(homedir(), ".cache"), "twinboot");
}

export type Session = {
  readonly descriptions: Descriptions;
  readonly host: HostFacts;
  readonly store: Store;
  readonly runs: Runs;
  /** This run's number. */
  readonly number: number;
  readonly startedAt: Date;
  /** How many steps of each lane go on at once. */
  readonly width: Readonly<Record<Lane, number>>;
  /** Does steps with this session's store, lanes and signal. */
  readonly run: (
    targets: readonly Step[],
    onEvent: (event: EngineEvent) => void,
  ) => Promise<Traces>;
};

/** Checks the descriptions first: with a mistake in them nothing starts. Releases the store whatever happens. */
export async function withSession<T>(
  options: Options,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const descriptions = readDescriptions(checkout);
  const dir = storeDir();
  const store = new Store(dir);
  await store.make();
  const release = await lockStore(dir);
  const stop = stopOnSignals();
  try {
    await store.open();
    const host = await hostFacts();
    const runs = new Runs(dir);
    if (options.history) await runs.adopt(options.history);
    const number = await runs.begin();
    const width = { io: 4, machine: 1, vm: options.jobs ?? host.cpus };
    return await work({
      descriptions,
      host,
      store,
      runs,
      number,
      startedAt: new Date(),
      width,
      run: (targets, onEvent) =>
        run(targets, {
          store,
          run: number,
          fresh: options.fresh,
          width,
          signal: stop.signal,
          onEvent,
        }),
    });
  } finally {
    stop.forget();
    await release();
  }
}

/** The first SIGINT or SIGTERM stops what runs and keeps what is finished; the second ends us at once. */
function stopOnSignals(): { signal: AbortSignal; forget(): void } {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return {
    signal: controller.signal,
    forget: () => {
      process.off("SIGINT", onSignal);
      process.off("SIGTERM", onSignal);
    },
  };
}
