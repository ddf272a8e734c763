// A worker as a process of its own, for the queue's tests: killed, cut off, and lying where it is told to.

import { randomInt } from "node:crypto";
import { run } from "../../engine/run.ts";
import { JobWorker } from "../../tools/job-worker.ts";
import { redisAddress } from "../../tools/redis-address.ts";
import { lanes, queueName } from "../../work/queue/order.ts";
import { work } from "../../work/queue/queue-worker.ts";
import { partsOf } from "./parts.ts";
import { smallKinds } from "./small-steps.ts";
import { told } from "./told.ts";

const given = told();
const { programs, slots = 1, patience } = given;
const address = redisAddress(given.redis);
const { store, remote, environment, signal, tell } = await partsOf(given);
const width = { io: 4, machine: slots, vm: slots };
const number = randomInt(1, 1_000_000);

if (given.lies) await lie();
else {
  const done = await work({
    address,
    slots: { machine: slots, vm: slots },
    store,
    remote,
    kinds: smallKinds,
    run: number,
    programs: async () => programs,
    patience,
    signal,
    tell,
    does: async (targets, how) =>
      run(targets, {
        store,
        run: number,
        width,
        signal,
        environment,
        second: remote,
        late: true,
        onEvent: () => undefined,
        ...how,
      }),
  });
  process.stdout.write(`${done} done\n`);
  process.exit(0);
}

async function lie(): Promise<void> {
  for (const lane of lanes)
    await JobWorker.open(address, queueName(lane, programs), {
      slots,
      lostMs: patience.lostMs,
      work: async () => undefined,
      onTrouble: tell,
    });
}
