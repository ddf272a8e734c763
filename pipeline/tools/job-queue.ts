// Jobs into a queue of Redis, and what becomes of them. Whatever Redis says is a hint: it may have forgotten everything.

import { InfraError } from "../model/errors.ts";
import type { JsonObject } from "../model/json.ts";
import {
  bullmq,
  isWithin,
  callingOptions,
  listeningOptions,
  type Queue,
  type QueueEvents,
} from "./bullmq.ts";
import type { RedisAddress } from "./redis-address.ts";

export type NewJob = {
  /** One job with this name is there at a time, whoever adds it. */
  readonly id: string;
  readonly data: JsonObject;
  /** From 1 on, and the lower, the sooner. */
  readonly priority: number;
  /** How often it may fail. */
  readonly attempts: number;
};

export type JobNews =
  /** A worker begins. */
  | { readonly type: "begun"; readonly id: string }
  /** It waits again: a worker gave it back, failed at it, or was lost. */
  | { readonly type: "back"; readonly id: string }
  | { readonly type: "done"; readonly id: string }
  /** No more attempts are left. */
  | { readonly type: "failed"; readonly id: string; readonly why: string };

const largestPriority = 2 ** 21;

export class JobQueue {
  readonly #queue: Queue;
  readonly #events: QueueEvents;
  readonly #closing: AbortController;

  private constructor(queue: Queue, events: QueueEvents, closing: AbortController) {
    [this.#queue, this.#events, this.#closing] = [queue, events, closing];
  }

  /** Throws InfraError where Redis does not answer in `silentMs`. */
  static async open(
    address: RedisAddress,
    name: string,
    silentMs: number,
    onNews: (news: JobNews) => void,
  ): Promise<JobQueue> {
    const { Queue, QueueEvents } = await bullmq();
    const closing = new AbortController();
    const queue = new Queue(name, callingOptions(address, silentMs, closing.signal));
    const events = new QueueEvents(name, listeningOptions(address, closing.signal));
    // What fails is seen by whoever calls; between calls there is nothing to be done about it.
    queue.on("error", () => undefined);
    events.on("error", () => undefined);
    events.on("active", ({ jobId: id }) => onNews({ type: "begun", id }));
    events.on(
      "waiting",
      ({ jobId: id, prev }) => prev === "active" && onNews({ type: "back", id }),
    );
    events.on("completed", ({ jobId: id }) => onNews({ type: "done", id }));
    events.on("failed", ({ jobId: id, failedReason: why }) => onNews({ type: "failed", id, why }));
    const opened = new JobQueue(queue, events, closing);
    const ready = Promise.all([queue.waitUntilReady(), events.waitUntilReady()]);
    if (await isWithin(ready, silentMs)) return opened;
    await opened.close();
    throw new InfraError(
      `the queue ${address.shown} does not answer`,
      `is a Redis there, and may this machine reach it? redis-cli -u ${address.shown} ping`,
    );
  }

  /** Nothing happens where it is there already. Throws whatever the client throws. */
  async add({ id, data, priority, attempts }: NewJob): Promise<void> {
    await this.#queue.add("step", data, {
      jobId: id,
      priority: Math.min(Math.max(priority, 1), largestPriority),
      attempts,
      removeOnComplete: true,
      removeOnFail: true,
      stackTraceLimit: 0,
    });
  }

  /** Whether Redis still knows it, waiting or at work. */
  async knows(id: string): Promise<boolean> {
    return !["unknown", "completed", "failed"].includes(await this.#queue.getJobState(id));
  }

  /** False where a worker is at it. */
  async takeBack(id: string): Promise<boolean> {
    return (await this.#queue.remove(id)) === 1;
  }

  /** How many workers wait for jobs of this queue or are at one. */
  async workers(): Promise<number> {
    return this.#queue.getWorkersCount();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    // Where Redis is away, neither ends before its next try to reach it.
    await isWithin(Promise.allSettled([this.#events.close(), this.#queue.disconnect()]), 2000);
  }
}
