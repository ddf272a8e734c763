// A run that hands its steps out, as a process of its own, for the queue's tests: prints what it came to as JSON.

import { run } from "../../engine/run.ts";
import { JobQueue } from "../../tools/job-queue.ts";
import { redisAddress } from "../../tools/redis-address.ts";
import { JobBoard } from "../../work/queue/job-board.ts";
import { lanes, queueName } from "../../work/queue/order.ts";
import { QueueHands } from "../../work/queue/queue-hands.ts";
import { partsOf } from "./parts.ts";
import { smallKinds, smallPlan } from "./small-steps.ts";
import { told } from "./told.ts";

const given = told();
const { programs, patience, plan } = given;
const address = redisAddress(given.redis);
const { store, remote, environment, signal, tell } = await partsOf(given);
const targets = smallPlan(plan?.name ?? "", plan?.wide ?? 1, plan?.ms ?? 0);
const asked = crypto.randomUUID();
const board = await JobBoard.open({
  open: async (lane, onNews) => JobQueue.open(address, queueName(lane, programs), 5000, onNews),
  lanes,
  patience,
  signal,
  tell,
});
const options = { board, remote, store, kinds: smallKinds, environment, run: 1, asked, tell };
const hands = new QueueHands(targets, { ...options, fresh: false, expected: () => 100 });
process.stdout.write("begun\n");
const begun = performance.now();
const traces = await run(targets, {
  store,
  run: 1,
  fresh: false,
  signal,
  environment,
  second: remote,
  late: true,
  hands,
  asked,
  width: { io: 4, machine: 1, vm: 2 },
  onEvent: () => undefined,
});
const ms = performance.now() - begun;
await board.close();
await remote.settle();
const all = [...traces.values()];
const values = all.map(({ step, outcome }) => [step, outcome] as const);
const elsewhere = all.filter(({ taken }) => taken).length;
process.stdout.write(JSON.stringify({ ms, elsewhere, values: values.toSorted(byId) }));
process.exit(0);

function byId([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}
