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
import { headsFolder } from "../steps/import-head.ts";
import { healRepository, suspectRepository } from "../tools/heal-repository.ts";
import { hostFacts } from "../tools/host.ts";
import { sweepTemporaryFolders } from "../tools/temporary-folder.ts";
import { goOnWith } from "./go-on.ts";
import { Runs } from "./runs.ts";

/** The checkout that this program lies in. */
export const checkout = resolve(dirname(import.meta.dirname), "..");

/** Where products lie: TWINBOOT_STORE, or twinboot below the user's cache folder. */
export function storeDir(): string {
  const { TWINBOOT_STORE, XDG_CACHE_HOME } = process.env;
  return TWINBOOT_STORE ?? join(XDG_CACHE_HOME ?? join(homedir(), ".cache"), "twinboot");
}

export type SessionOptions = {
  /** Boot again even where the store has the record. */
  readonly fresh?: boolean;
  /** How many boots at once; the number of CPUs where absent. */
  readonly jobs?: number;
  /** A folder of `N.json`, the nights of other machines: this run's number comes after theirs. */
  readonly history?: string;
};

export type Session = {
  readonly descriptions: Descriptions;
  readonly host: HostFacts;
  readonly store: Store;
  readonly runs: Runs;
  /** This run's number. It is taken only when something is made that carries it: what fails before uses none. */
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
  { fresh = false, jobs, history }: SessionOptions,
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
    await sweepTemporaryFolders();
    const heads = store.kept(headsFolder);
    const healed = await healRepository(heads);
    if (healed !== undefined) process.stderr.write(`twinboot: ${healed}\n`);
    const host = await hostFacts();
    const runs = new Runs(dir);
    if (history !== undefined) await runs.adopt(history);
    const number = await runs.next();
    const width = { io: 4, machine: 1, vm: jobs ?? host.cpus };
    return await work({
      descriptions,
      host,
      store,
      runs,
      number,
      startedAt: new Date(),
      width,
      run: async (targets, onEvent) => {
        const { signal } = stop;
        const onTaken = (event: EngineEvent): void => {
          if (leavesTrace(event)) runs.take(number);
          onEvent(event);
        };
        const options = { store, run: number, fresh, width, signal, onEvent: onTaken };
        const traces = await run(targets, options);
        if (couldNotRead(traces, heads)) await suspectRepository(heads);
        return traces;
      },
    });
  } finally {
    stop.forget();
    await release();
  }
}

/** What fails for git names the repository, to look at it. */
function couldNotRead(traces: Traces, repository: string): boolean {
  return [...traces.values()].some(
    ({ outcome }) => outcome.status === "error" && outcome.hint.includes(`${repository} fsck`),
  );
}

function tell(words: string): void {
  process.stderr.write(`twinboot: ${words}\n`);
}

/** The trace of an observation is not stored; that of every other step that starts is. */
function leavesTrace({ type, step }: EngineEvent): boolean {
  return type === "started" && step.kind.nature !== "observation";
}

/** The first SIGINT or SIGTERM stops what runs and keeps what is finished; the second ends us at once. */
function stopOnSignals(): { signal: AbortSignal; forget(): void } {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) {
      tell(`ended at once\n  next: ${goOnWith(process.argv.slice(2))}`);
      process.exit(130);
    }
    controller.abort();
    tell("stopping; what is finished is kept. Ctrl-C again ends it at once");
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
