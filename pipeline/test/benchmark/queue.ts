// What handing steps out costs, and what more workers give: steps that sleep, workers in processes and stores of their own.

import { removeTemporaryFolders } from "../folder-rig.ts";
import { type Came, Fleet, type Plan } from "../queue/fleet-rig.ts";
import { patience } from "../../work/queue/patience.ts";
import type { Row } from "./row.ts";

/** Boots and builds of such a plan. */
const steps = ({ wide }: Plan): number => wide * wide + wide;

export async function queue(): Promise<Row[]> {
  const fleet = await Fleet.start();
  try {
    const overhead = await measured(fleet, 1, { name: "nothing", wide: 10, ms: 0 });
    const sleeping: Came[] = [];
    for (const workers of [1, 2, 4])
      sleeping.push(await measured(fleet, workers, { name: `by ${workers}`, wide: 8, ms: 1000 }));
    const [one = Number.NaN, two = Number.NaN, four = Number.NaN] = sleeping.map(({ ms }) => ms);
    const perStep = overhead.ms / steps({ name: "", wide: 10, ms: 0 });
    return [
      {
        what: "overhead of the queue per step (110 steps that do nothing, one worker, its result pushed, taken and checked)",
        goal: "at most 30 ms",
        figure: `${perStep.toFixed(1)} ms`,
      },
      {
        what: "72 steps of 1 s by 1, 2, 4 workers of one slot for each lane",
        goal: "4 workers at least 3.8 times as fast as 1",
        figure: `${[one, two, four].map((ms) => `${(ms / 1000).toFixed(1)} s`).join(", ")}: ${(one / two).toFixed(2)} and ${(one / four).toFixed(2)} times`,
      },
    ];
  } finally {
    await fleet.stop();
    await removeTemporaryFolders();
  }
}

/** The first run of a worker reads its program: that is no part of it. */
async function measured(fleet: Fleet, workers: number, plan: Plan): Promise<Came> {
  for (let n = 0; n < workers; n += 1) await fleet.worker({ patience });
  await fleet.run({ name: `before ${plan.name}`, wide: 4, ms: 200 }, { patience });
  const came = await fleet.run(plan, { patience });
  await fleet.endWorkers("SIGTERM");
  if (came.code !== 0 || came.elsewhere !== steps(plan)) throw new Error(came.said);
  return came;
}
