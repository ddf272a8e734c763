// The one door to BullMQ. It is loaded, and needed at all, only where somebody asks for a queue.

import { InfraError } from "../model/errors.ts";
import type { RedisAddress } from "./redis-address.ts";

export type { Job, Queue, QueueEvents, Worker } from "bullmq";

type Module = typeof import("bullmq");

/** Throws InfraError where the packages are not installed. */
export async function bullmq(): Promise<
  Pick<Module, "Queue" | "QueueEvents" | "Worker" | "WaitingError">
> {
  try {
    return await import("bullmq");
  } catch (cause) {
    throw new InfraError(
      "the packages that a queue needs are not installed: bullmq, ioredis",
      "run it by ./twinboot, which installs them, or: npm install --no-save --omit=dev",
      { cause },
    );
  }
}

/** A call that cannot be sent fails at once, or after `silentMs`: whoever calls knows what to do without Redis. */
export function callingOptions(address: RedisAddress, silentMs: number, closing: AbortSignal) {
  const { connection, ...rest } = listeningOptions(address, closing);
  const soon = { enableOfflineQueue: false, maxRetriesPerRequest: 0, commandTimeout: silentMs };
  return { ...rest, connection: { ...connection, ...soon } };
}

/** Waits for Redis as long as it takes, or until it is to be closed. */
export function listeningOptions(address: RedisAddress, closing: AbortSignal) {
  const { host, port, db, username, password, tls } = address;
  return {
    prefix: "twinboot",
    connection: {
      host,
      port,
      db,
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
      ...(tls ? { tls: {} } : {}),
      retryStrategy: (times: number) => (closing.aborted ? null : Math.min(100 * times, 1000)),
    },
  };
}

/** Whether it comes to an end in time, and not by an error. */
export async function isWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), ms);
  work.then(
    () => resolve(true),
    () => resolve(false),
  );
  return promise.finally(() => clearTimeout(timer));
}
