// What goes wrong while a run hands its steps out. Each gives what the run came to; whatever it is, it must be right.

import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "../../model/random.ts";
import { CutNetwork } from "./cut-network.ts";
import { type Came, cameOf, type Fleet, newKey, type Plan } from "./fleet-rig.ts";

export type Fault = (fleet: Fleet, plan: Plan, random: Random) => Promise<Came>;

/** Somewhere in a run. */
const within = (random: Random): number => random.below(2000);

async function amid(
  fleet: Fleet,
  plan: Plan,
  random: Random,
  happens: () => Promise<unknown>,
): Promise<Came> {
  await Promise.all([fleet.worker(), fleet.worker()]);
  return fleet.run(plan, {}, async () => {
    await sleep(within(random));
    await happens();
  });
}

/** Beside one that is as it should be. */
async function beside(
  fleet: Fleet,
  plan: Plan,
  odd: Parameters<Fleet["worker"]>[0],
): Promise<Came> {
  await Promise.all([fleet.worker(), fleet.worker(odd)]);
  return fleet.run(plan);
}

const clock = (ms: number): string =>
  `data:text/javascript,const now=Date.now;const D=Date;Date.now=()=>now()+${ms};` +
  `globalThis.Date=class extends D{constructor(...a){a.length?super(...a):super(now()+${ms})}}`;

/** With a store of 300 KB: the lists of steps fit, and not much more. */
const tiny = 'mount -t tmpfs -o size=300k tmpfs /mnt && exec "$@"';

export const faults: Readonly<Record<string, Fault>> = {
  "a worker is killed": (fleet, plan, random) =>
    amid(fleet, plan, random, async () => {
      await fleet.workers[0]?.end();
      await fleet.worker();
    }),
  "Redis is killed, and comes back empty": (fleet, plan, random) =>
    amid(fleet, plan, random, async () => {
      await fleet.redis.kill();
      await sleep(random.below(1500));
      await fleet.redis.again();
    }),
  "Redis is killed for good": async (fleet, plan, random) => {
    const came = await amid(fleet, plan, random, async () => fleet.redis.kill());
    await fleet.redis.again();
    return came;
  },
  "the registry is killed, and comes back": (fleet, plan, random) =>
    amid(fleet, plan, random, async () => {
      await fleet.registry.stop();
      await sleep(random.below(1500));
      await fleet.registry.again();
    }),
  "the run is killed, and run again": async (fleet, plan, random) => {
    await Promise.all([fleet.worker(), fleet.worker()]);
    const first = await fleet.coordinator(plan);
    await first.begun();
    await sleep(within(random));
    await first.end();
    return fleet.run(plan);
  },
  "a worker is stopped, and another comes": (fleet, plan, random) =>
    amid(fleet, plan, random, async () => {
      await fleet.workers[0]?.end("SIGTERM");
      await fleet.worker();
    }),
  "a worker says that it has done what it has not": (fleet, plan) =>
    beside(fleet, plan, { lies: true }),
  "a worker signs with a key that nobody trusts": (fleet, plan) =>
    beside(fleet, plan, { key: newKey() }),
  "a worker has other programs than it says": (fleet, plan) =>
    beside(fleet, plan, { inTraces: "cd".repeat(32) }),
  "a worker's clock is an hour ahead": (fleet, plan) =>
    beside(fleet, plan, { node: ["--import", clock(3_600_000)] }),
  "a worker's clock is an hour behind": (fleet, plan) =>
    beside(fleet, plan, { node: ["--import", clock(-3_600_000)] }),
  "a worker's disk is full": (fleet, plan) =>
    beside(fleet, plan, {
      store: "/mnt/store",
      before: ["unshare", "-m", "sh", "-ec", tiny, "sh"],
    }),
  "a worker is cut off the network for a while": async (fleet, plan, random) => {
    const network = await CutNetwork.to([fleet.redis.port, fleet.registry.port]);
    try {
      await Promise.all([fleet.worker(), fleet.worker({ before: network.before })]);
      const one = await fleet.coordinator(plan);
      await one.begun();
      await sleep(within(random));
      await network.cut();
      await sleep(random.below(4000));
      await network.heal();
      await one.closed;
      return cameOf(one);
    } finally {
      await fleet.endWorkers();
      await network.stop();
    }
  },
};
