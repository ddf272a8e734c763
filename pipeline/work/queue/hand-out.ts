// The queue of a run: opened once for the session, with hands for each plan that it does. Only then Redis is loaded.

import type { Hands } from "../../engine/hands.ts";
import { UserError } from "../../model/errors.ts";
import type { Step } from "../../model/work/step.ts";
import { JobQueue } from "../../tools/job-queue.ts";
import { redisAddress } from "../../tools/redis-address.ts";
import type { RemoteStore } from "../remote/remote-store.ts";
import { JobBoard } from "./job-board.ts";
import { kinds } from "./kinds.ts";
import { lanes, queueName } from "./order.ts";
import { patience } from "./patience.ts";
import { QueueHands, type QueueOptions } from "./queue-hands.ts";

type Given = Omit<QueueOptions, "board" | "remote" | "kinds" | "asked"> & {
  /** As it was typed. */
  readonly address: string;
  readonly remote: RemoteStore | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
};

export type HandingOut = {
  readonly to: (targets: readonly Step[]) => { readonly hands: Hands; readonly asked: string };
  readonly close: () => Promise<void>;
};

/** Throws UserError where workers could not give anything back, InfraError where no Redis answers. */
export async function handOut(given: Given): Promise<HandingOut> {
  const { signal, tell, env, environment } = given;
  const remote = pushingRemote(given.remote);
  const address = redisAddress(given.address, queuePassword(env));
  const asked = crypto.randomUUID();
  const board = await JobBoard.open({
    open: async (lane, onNews) =>
      JobQueue.open(address, queueName(lane, environment.programs ?? ""), 10_000, onNews),
    lanes,
    patience,
    signal,
    tell,
  });
  return {
    to: (targets) => ({
      hands: new QueueHands(targets, { ...given, remote, board, kinds, asked }),
      asked,
    }),
    close: async () => board.close(),
  };
}

/** Throws UserError where there is none, or none to push to. */
export function pushingRemote(remote: RemoteStore | undefined): RemoteStore {
  if (remote?.pushes) return remote;
  throw new UserError(
    "a queue needs a remote store that this machine may push to",
    "./twinboot doctor says why it may not; docs/queue.md has what to set",
  );
}

/** Out of the environment, as no child of ours needs it. */
export function queuePassword(env: NodeJS.ProcessEnv): string | undefined {
  const password = env["TWINBOOT_QUEUE_PASSWORD"];
  delete env["TWINBOOT_QUEUE_PASSWORD"];
  return password;
}
