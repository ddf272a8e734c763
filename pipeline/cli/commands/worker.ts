// ./twinboot worker: does the steps that runs of other machines hand out.

import { pluralize } from "../../model/pluralize.ts";
import { redisAddress } from "../../tools/redis-address.ts";
import { pushingRemote, queuePassword } from "../../work/queue/hand-out.ts";
import { kinds } from "../../work/queue/kinds.ts";
import type { Lane } from "../../work/queue/order.ts";
import { patience } from "../../work/queue/patience.ts";
import { work } from "../../work/queue/queue-worker.ts";
import { type Session, withSession } from "../../work/session.ts";
import { showFor, type ShowOptions } from "../show-for.ts";

type Given = ShowOptions & {
  readonly queue: string;
  readonly lanes?: readonly Lane[];
  readonly slots?: number;
};

export async function workerCommand(given: Given): Promise<number> {
  const { queue, lanes = ["machine", "vm"], slots } = given;
  const address = redisAddress(queue, queuePassword(process.env));
  return withSession({ shares: true, proves: true }, async (session) => {
    const remote = pushingRemote(session.remote);
    const show = showFor(given);
    const width = { machine: 1, vm: slots ?? session.host.cpus };
    try {
      show.note(`waiting for steps of the lanes ${lanes.join(", ")} at ${address.shown}`);
      const done = await work({
        ...partsOf(session),
        address,
        remote,
        kinds,
        patience,
        slots: Object.fromEntries(lanes.map((lane) => [lane, width[lane]])),
        tell: show.note,
        does: async (targets, how) => session.run(targets, show.onEvent, how),
      });
      show.note(`stopped; ${pluralize(done, "step")} done`);
      return 0;
    } finally {
      show.end();
    }
  });
}

function partsOf({ store, programs, signal, number: run }: Session) {
  return { store, programs, signal, run };
}
