// Takes jobs out of a queue of Redis. BullMQ renews its hold on each; a worker that is lost loses it, and another takes over.

import { bullmq, isWithin, type Job, listeningOptions, type Worker } from "./bullmq.ts";
import type { RedisAddress } from "./redis-address.ts";

/** Thrown by a job's work: it is not this worker's to do after all, and no attempt of it was used. */
export class GivenBack extends Error {}

export type JobWorkerOptions = {
  /** Jobs at once. */
  readonly slots: number;
  /** After so long without a sign of life, a worker's job is another's. */
  readonly lostMs: number;
  /** What it throws is why the job failed. */
  readonly work: (data: unknown) => Promise<void>;
  /** Of Redis, not of a job. */
  readonly onTrouble: (words: string) => void;
};

/** So often may a job's worker be lost before the job itself is at fault. */
const mostLost = 3;

export class JobWorker {
  readonly #worker: Worker;
  readonly #closing: AbortController;
  #resting: NodeJS.Timeout | undefined;

  private constructor(worker: Worker, closing: AbortController) {
    [this.#worker, this.#closing] = [worker, closing];
  }

  static async open(
    address: RedisAddress,
    name: string,
    { slots, lostMs, work, onTrouble }: JobWorkerOptions,
  ): Promise<JobWorker> {
    const { Worker, WaitingError } = await bullmq();
    const process = async (job: Job, token?: string): Promise<string> => {
      try {
        await work(job.data);
        return "done";
      } catch (error) {
        if (!(error instanceof GivenBack)) throw error;
        await job.moveToWait(token);
        throw new WaitingError();
      }
    };
    const closing = new AbortController();
    const worker = new Worker(name, process, {
      ...listeningOptions(address, closing.signal),
      concurrency: slots,
      lockDuration: lostMs,
      stalledInterval: lostMs,
      maxStalledCount: mostLost,
      runRetryDelay: Math.min(lostMs, 15_000),
    });
    worker.on("error", (error) => onTrouble(error.message));
    return new JobWorker(worker, closing);
  }

  /** Takes no new job for a while: what failed here is tried by another first. */
  async rest(ms: number): Promise<void> {
    await this.#worker.pause(true);
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => void this.#worker.resume(), ms);
  }

  /** Waits for the jobs at work; without Redis, not for long. */
  async close(): Promise<void> {
    clearTimeout(this.#resting);
    this.#closing.abort();
    await isWithin(this.#worker.close(), 5000);
  }
}
