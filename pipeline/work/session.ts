// What every command that runs steps needs: the checked descriptions, the locked store, this machine, a way to stop.

import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { Digest } from "../model/digest.ts";
import type { Descriptions } from "../model/described/descriptions.ts";
import type { HostFacts } from "../model/described/host.ts";
import { type EngineEvent, run, type RunOptions, type Traces } from "../engine/run.ts";
import { Store } from "../engine/store.ts";
import { lockStore } from "../engine/store-lock.ts";
import type { Pool, Step } from "../model/work/step.ts";
import { readDescriptions } from "../plan/read/read-descriptions.ts";
import { headsFolder } from "../steps/source/import-head.ts";
import { healRepository, suspectRepository } from "../tools/heal-repository.ts";
import { Git } from "../tools/git.ts";
import { hostFacts } from "../tools/host.ts";
import type { ProgramDigests } from "../tools/program-digests.ts";
import { objectsOf } from "../tools/reference.ts";
import { sweepTemporaryFolders } from "../tools/temporary-folder.ts";
import { expectedTimes } from "../plan/matrix/time-left.ts";
import { goOnWith } from "./go-on.ts";
import { hostPrograms } from "./host-programs.ts";
import { handOut, type HandingOut } from "./queue/hand-out.ts";
import { environmentOf } from "./remote/environment.ts";
import { openRemote } from "./remote/open-remote.ts";
import type { RemoteStore } from "./remote/remote-store.ts";
import { cleanCommit } from "./remote/trusted-branch.ts";
import { Runs } from "./runs.ts";

/** The checkout that this program is in. */
export const checkout = resolve(dirname(import.meta.dirname), "..");

/** The store's folder: TWINBOOT_STORE, or twinboot in the user's cache folder. */
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
  /** What is made may go to other machines, and commits of heads.git come only when a step speaks of them. */
  readonly shares?: boolean;
  /** Steps are handed out through the queue at this address. */
  readonly queue?: string;
  /** Traces name the digest of this machine's programs, as those of a queue do. */
  readonly proves?: boolean;
};

export type Session = {
  readonly descriptions: Descriptions;
  readonly host: HostFacts;
  readonly store: Store;
  readonly runs: Runs;
  /** This run's number. It is taken only when something is made that carries it: what fails before uses none. */
  readonly number: number;
  readonly startedAt: Date;
  /** How many steps of each pool go on at once. */
  readonly width: Readonly<Record<Pool, number>>;
  readonly signal: AbortSignal;
  readonly remote: RemoteStore | undefined;
  /** Of this machine; it asks the disk each time. */
  readonly programs: () => Promise<Digest>;
  /** Does steps with this session's store, pools and signal. */
  readonly run: (
    targets: readonly Step[],
    onEvent: (event: EngineEvent) => void,
    how?: Pick<RunOptions, "hands" | "asked"> & { readonly fresh?: boolean },
  ) => Promise<Traces>;
};

/** Checks the descriptions first: with a mistake in them nothing starts. Releases the store whatever happens. */
export async function withSession<T>(
  { fresh = false, jobs, history, shares = false, queue, proves = false }: SessionOptions,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const descriptions = readDescriptions(checkout);
  const dir = storeDir();
  const store = new Store(dir);
  await store.make();
  const release = await lockStore(dir);
  const stop = stopOnSignals();
  let second: RemoteStore | undefined;
  let handing: HandingOut | undefined;
  try {
    await store.open();
    const { installation } = descriptions;
    const { signal } = stop;
    second = await openRemote({ installation, ...remoteGiven, signal }, store, { pushes: shares });
    await sweepTemporaryFolders();
    const heads = store.kept(headsFolder);
    await healHeads(heads, installation);
    const { host, digests } = await thisMachine(store, descriptions);
    const commit = second && (await cleanCommit(remoteGiven.git));
    const named = queue !== undefined || proves ? (await digests.digests()).all : undefined;
    const environment = environmentOf(host, commit, named);
    const runs = new Runs(dir);
    if (history !== undefined) await runs.adopt(history);
    const number = await runs.next();
    const width = { io: 4, machine: 1, vm: jobs ?? host.cpus };
    const of = { remote: second, store, environment, run: number, fresh, signal };
    handing = queue === undefined ? undefined : await handingOut(queue, { runs, host }, of);
    return await work({
      descriptions,
      host,
      store,
      runs,
      number,
      startedAt: new Date(),
      width,
      signal,
      remote: second,
      programs: async () => (await digests.digests()).all,
      run: async (targets, onEvent, how = handing?.to(targets)) => {
        const onTaken = (event: EngineEvent): void => {
          if (leavesTrace(event)) runs.take(number);
          onEvent(event);
        };
        const common = { store, run: number, fresh, width, signal, environment, second };
        const traces = await run(targets, { ...common, late: shares, onEvent: onTaken, ...how });
        if (couldNotRead(traces, heads)) await suspectRepository(heads);
        return traces;
      },
    });
  } finally {
    await handing?.close();
    await second?.settle();
    stop.forget();
    await release();
  }
}

async function thisMachine(
  store: Store,
  { architectures }: Descriptions,
): Promise<{ host: HostFacts; digests: ProgramDigests }> {
  const all = [...architectures.values()];
  const digests = await hostPrograms(store, all);
  return { host: await hostFacts(all, await digests.digests()), digests };
}

type Knows = Pick<Session, "runs" | "host">;
type Asks = Pick<
  Parameters<typeof handOut>[0],
  "remote" | "store" | "environment" | "run" | "fresh" | "signal"
>;

async function handingOut(address: string, { runs, host }: Knows, of: Asks): Promise<HandingOut> {
  const expected = expectedTimes(await runs.newest(runsRead).catch(() => []), host.cpus);
  return handOut({ ...of, address, expected, env: process.env, tell });
}

/** Older runs that say how long a step takes. */
const runsRead = 3;

/** What a remote store is opened with, whoever asks for it. */
export const remoteGiven = { git: Git.ofCheckout(checkout), env: process.env, tell };

async function healHeads(heads: string, { git }: Descriptions["installation"]): Promise<void> {
  const healed = await healRepository(heads, git && (await objectsOf(git.reference)));
  if (healed !== undefined) tell(healed);
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

/** The trace of an observation is not stored; that of every other step that starts is, and every one that is taken. */
function leavesTrace(event: EngineEvent): boolean {
  if (event.type === "ended") return event.trace.taken !== undefined;
  return event.type === "started" && event.step.kind.nature !== "observation";
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
