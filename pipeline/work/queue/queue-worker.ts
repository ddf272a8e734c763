// A worker: takes orders, makes the steps of them by its own program, does them, and leaves the results in the remote store.

import { z } from "zod";
import type { Hands, Task } from "../../engine/hands.ts";
import type { RunOptions, Traces } from "../../engine/run.ts";
import type { Store } from "../../engine/store.ts";
import { artifactSchema } from "../../model/artifact.ts";
import type { Digest } from "../../model/digest.ts";
import { InfraError, Interrupted } from "../../model/errors.ts";
import type { Json } from "../../model/json.ts";
import type { Trace } from "../../model/record/trace.ts";
import type { Step } from "../../model/work/step.ts";
import { GivenBack, JobWorker } from "../../tools/job-worker.ts";
import type { RedisAddress } from "../../tools/redis-address.ts";
import type { RemoteStore } from "../remote/remote-store.ts";
import { type Lane, type Order, orderSchema, queueName } from "./order.ts";
import type { Patience } from "./patience.ts";
import { type Kinds, readStepFile, stepIn } from "./step-file.ts";

export type WorkerOptions = {
  readonly address: RedisAddress;
  /** Jobs at once. */
  readonly slots: Partial<Readonly<Record<Lane, number>>>;
  readonly store: Store;
  readonly remote: RemoteStore;
  readonly kinds: Kinds;
  /** This session's number. */
  readonly run: number;
  /** Digest of this machine's programs, as they are now. */
  readonly programs: () => Promise<Digest>;
  readonly patience: Patience;
  readonly signal: AbortSignal;
  readonly tell: (words: string) => void;
  /** Does steps with this worker's store and remote store. */
  readonly does: (
    targets: readonly Step[],
    how: Required<Pick<RunOptions, "hands" | "fresh" | "asked">>,
  ) => Promise<Traces>;
};

/** Step files that are kept in memory. */
const mostFiles = 4;
const longestRestMs = 60_000;

/** Until the signal. Gives back how many steps were done. Throws InfraError where this machine is not what it was. */
export async function work(options: WorkerOptions): Promise<number> {
  const worker = new QueueWorker(options, await options.programs());
  return worker.serve();
}

class QueueWorker {
  readonly #options: WorkerOptions;
  readonly #programs: Digest;
  readonly #files = new Map<Digest, Promise<ReturnType<typeof readStepFile>>>();
  readonly #workers: JobWorker[] = [];
  readonly #ended = Promise.withResolvers<void>();
  readonly #told = new Set<string>();
  #done = 0;
  #failures = 0;

  constructor(options: WorkerOptions, programs: Digest) {
    [this.#options, this.#programs] = [options, programs];
  }

  async serve(): Promise<number> {
    const { address, slots, signal, patience } = this.#options;
    signal.addEventListener("abort", () => this.#ended.resolve());
    try {
      for (const [lane, width] of Object.entries(slots) as [Lane, number][])
        this.#workers.push(
          await JobWorker.open(address, queueName(lane, this.#programs), {
            slots: width,
            lostMs: patience.lostMs,
            work: async (data) => this.#work(data),
            onTrouble: (words) => this.#once(`the queue: ${words}`),
          }),
        );
      if (!signal.aborted) await this.#ended.promise;
    } finally {
      await Promise.all(this.#workers.map(async (one) => one.close()));
    }
    return this.#done;
  }

  async #work(data: unknown): Promise<void> {
    try {
      await this.#prove();
      await this.#answer(orderSchema.parse(data));
      this.#done += 1;
      this.#failures = 0;
    } catch (error) {
      if (
        this.#options.signal.aborted ||
        error instanceof GivenBack ||
        error instanceof Interrupted
      )
        throw new GivenBack("it goes back to the queue", { cause: error });
      await this.#rest(error);
      throw error;
    }
  }

  /** What was installed since would make other values, under the same keys. */
  async #prove(): Promise<void> {
    if ((await this.#options.programs()) === this.#programs) return;
    this.#ended.reject(
      new InfraError(
        "the programs of this machine are others than when this worker began",
        "start it again: it then takes the steps of machines that have the same ones",
      ),
    );
    throw new GivenBack("this machine is another than it was");
  }

  /** Another tries first what failed here. */
  async #rest(error: unknown): Promise<void> {
    const { restMs } = this.#options.patience;
    const ms = Math.min(restMs * 2 ** this.#failures, longestRestMs);
    this.#failures += 1;
    this.#options.tell(
      `a step failed here: ${wordsOf(error)}; no other is taken for ${ms / 1000} s`,
    );
    await Promise.all(this.#workers.map(async (one) => one.rest(ms)));
  }

  async #answer(order: Order): Promise<void> {
    const { remote, does, kinds } = this.#options;
    // What was away for another job may be back.
    remote.tryAgain();
    const step = stepIn(await this.#fileOf(order.plan), order.step, kinds, order.observed);
    await this.#setAside(order);
    const { fresh, asked } = order;
    const traces = await does([step], { hands: handsFor(step, order), fresh, asked });
    const trace = traces.get(step.id);
    if (!trace || trace.outcome.status === "blocked") throw missing(step.label);
    if (trace.outcome.status === "error")
      throw new InfraError(`${step.label}: ${trace.outcome.message}`, trace.outcome.hint);
    await this.#leave(step, trace, traces);
  }

  /** What an older session left here, and others cannot take, is not this one's to give: it is done again. */
  async #setAside({ key }: Order): Promise<void> {
    const { store, remote, run } = this.#options;
    const old = await store.traceAlone(key);
    if (old && (old.run !== run || old.taken) && !(await remote.reaches(key)))
      await store.retire(key);
  }

  async #leave(step: Step, trace: Trace, traces: Traces): Promise<void> {
    const { remote } = this.#options;
    const { key } = trace;
    if (key === undefined || (await remote.reaches(key))) return;
    remote.give(step, trace, inputValues(step, traces));
    if (await remote.reaches(key)) return;
    throw new InfraError(
      `the result of ${step.label} does not get to the remote store`,
      "./twinboot doctor",
    );
  }

  /** Throws InfraError where it cannot be had now. */
  async #fileOf(plan: Digest): Promise<ReturnType<typeof readStepFile>> {
    const known = this.#files.get(plan);
    if (known) return known;
    const read = this.#readFile(plan);
    this.#files.set(plan, read);
    const [oldest = ""] = this.#files.keys();
    if (this.#files.size > mostFiles) this.#files.delete(oldest);
    read.catch(() => this.#files.delete(plan));
    return read;
  }

  async #readFile(plan: Digest): Promise<ReturnType<typeof readStepFile>> {
    const { remote, store } = this.#options;
    const { outcome } = (await remote.take(plan)) ?? {};
    if (outcome?.status !== "pass") throw missing("the list of the run's steps");
    const { file } = z.object({ file: artifactSchema }).parse(outcome.value);
    return readStepFile((await store.read(file)).toString());
  }

  #once(words: string): void {
    if (this.#told.has(words)) return;
    this.#told.add(words);
    this.#options.tell(words);
  }
}

/** Only the step that was asked for, and only if it is the one that was meant; what it is made from was made before. */
function handsFor({ id }: Step, { key }: Order): Hands {
  return {
    do: async (task: Task) => {
      if (task.step.kind.nature === "observation") return task.here();
      if (task.step.id !== id) throw missing(task.step.label);
      if (task.key === key) return task.here();
      throw new InfraError(
        `${task.step.label} is made from other things here than the run has`,
        "it is done again by the run itself",
      );
    },
  };
}

function inputValues({ inputs }: Step, traces: Traces): Json[] {
  return Object.values(inputs).map(({ id }) => {
    const outcome = traces.get(id)?.outcome;
    return outcome?.status === "pass" ? outcome.value : null;
  });
}

function missing(what: string): InfraError {
  return new InfraError(`${what} is not in the remote store`, "it is done again by the run itself");
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
