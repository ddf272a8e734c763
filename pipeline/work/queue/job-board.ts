// The jobs that a run waits for. News come as events, and may be lost with Redis: so it looks after them, too.

import { Interrupted } from "../../model/errors.ts";
import type { JobNews, JobQueue, NewJob } from "../../tools/job-queue.ts";
import type { Lane } from "./order.ts";
import type { Patience } from "./patience.ts";

export type Answer =
  /** Somebody says so; or nobody knows the job any more, which may mean the same. */
  | { readonly type: "done" | "gone" }
  | { readonly type: "failed"; readonly why: string }
  /** No Redis, or no worker. */
  | { readonly type: "nobody" };

type Waiting = {
  readonly job: NewJob;
  readonly lane: Lane;
  readonly begun: () => void;
  readonly answer: PromiseWithResolvers<Answer>;
  isAdded: boolean;
  isBegun: boolean;
};

export type BoardOptions = {
  readonly open: (lane: Lane, onNews: (news: JobNews) => void) => Promise<JobQueue>;
  readonly lanes: readonly Lane[];
  readonly patience: Patience;
  readonly signal: AbortSignal;
  readonly tell: (words: string) => void;
};

export class JobBoard {
  readonly #options: BoardOptions;
  readonly #queues = new Map<Lane, JobQueue>();
  readonly #waiting = new Map<string, Waiting>();
  /** When a lane was last seen to be there, and to have workers: milliseconds of performance.now(). */
  readonly #seen = new Map<Lane, { redis: number; worker: number }>();
  readonly #told = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  private constructor(options: BoardOptions) {
    this.#options = options;
  }

  /** Throws InfraError where there is no Redis to begin with. */
  static async open(options: BoardOptions): Promise<JobBoard> {
    const board = new JobBoard(options);
    try {
      for (const lane of options.lanes) {
        board.#queues.set(lane, await options.open(lane, (news) => board.#onNews(news)));
        board.#seen.set(lane, { redis: performance.now(), worker: performance.now() });
      }
    } catch (error) {
      await board.close();
      throw error;
    }
    board.#lookLater();
    options.signal.addEventListener("abort", () => board.#stop());
    return board;
  }

  has(lane: string): lane is Lane {
    return this.#queues.has(lane as Lane);
  }

  /** `begun`: called each time that a worker begins it. */
  async ask(lane: Lane, job: NewJob, begun: () => void): Promise<Answer> {
    // Two steps may have one key.
    const known = this.#waiting.get(job.id);
    if (known) return known.answer.promise;
    const answer = Promise.withResolvers<Answer>();
    const waiting = { job, lane, begun, answer, isAdded: false, isBegun: false };
    this.#waiting.set(job.id, waiting);
    try {
      await this.#add(waiting);
      return await answer.promise;
    } finally {
      this.#waiting.delete(job.id);
    }
  }

  /** What waits is taken out of the queue: nobody is there for it any more. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    const all = [...this.#waiting.values()];
    await Promise.allSettled(
      all.map(async ({ lane, job }) => this.#queues.get(lane)?.takeBack(job.id)),
    );
    await Promise.all([...this.#queues.values()].map(async (queue) => queue.close()));
  }

  #onNews(news: JobNews): void {
    const waiting = this.#waiting.get(news.id);
    if (!waiting) return;
    if (news.type === "begun") {
      waiting.isBegun = true;
      waiting.begun();
    } else if (news.type === "back") waiting.isBegun = false;
    else waiting.answer.resolve(news);
  }

  #stop(): void {
    for (const { answer } of this.#waiting.values())
      answer.reject(new Interrupted("stopped before it was done"));
  }

  /** Where Redis cannot be asked now, the next look asks again. */
  async #add(waiting: Waiting): Promise<void> {
    try {
      await this.#queues.get(waiting.lane)?.add(waiting.job);
      waiting.isAdded = true;
    } catch {
      // It is no news: `#look` knows how long Redis has been away.
    }
  }

  #lookLater(): void {
    this.#timer = setTimeout(() => {
      void Promise.all(
        [...this.#queues].map(async ([lane, queue]) => this.#look(lane, queue)),
      ).then(() => this.#lookLater());
    }, this.#options.patience.lookMs);
    this.#timer.unref();
  }

  async #look(lane: Lane, queue: JobQueue): Promise<void> {
    const seen = this.#seen.get(lane);
    const mine = [...this.#waiting.values()].filter((one) => one.lane === lane);
    if (!seen) return;
    const now = performance.now();
    const workers = await queue.workers().catch(() => undefined);
    if (workers !== undefined) seen.redis = now;
    if (workers || !mine.length) seen.worker = now;
    if (workers !== undefined)
      await Promise.all(mine.map(async (one) => this.#lookAfter(queue, one)));
    const { awayMs } = this.#options.patience;
    if (now - seen.redis > awayMs) this.#giveUp(mine, "the queue does not answer");
    else if (now - seen.worker > awayMs) await this.#takeBack(queue, lane, mine);
  }

  async #lookAfter(queue: JobQueue, one: Waiting): Promise<void> {
    if (!one.isAdded) return this.#add(one);
    // What was asked when Redis went away is asked again.
    const isKnown = await queue.knows(one.job.id).catch(() => true);
    if (!isKnown) one.answer.resolve({ type: "gone" });
  }

  async #takeBack(queue: JobQueue, lane: Lane, mine: readonly Waiting[]): Promise<void> {
    const free = mine.filter(({ isBegun }) => !isBegun);
    const taken = await Promise.all(
      free.map(async (one) => ((await queue.takeBack(one.job.id).catch(() => false)) ? [one] : [])),
    );
    this.#giveUp(
      taken.flat(),
      `no worker with this machine's programs takes steps of the lane ${lane}`,
    );
  }

  #giveUp(mine: readonly Waiting[], why: string): void {
    if (mine.length) this.#once(`${why}: they are done here`);
    for (const { answer } of mine) answer.resolve({ type: "nobody" });
  }

  #once(words: string): void {
    if (this.#told.has(words)) return;
    this.#told.add(words);
    this.#options.tell(words);
  }
}
