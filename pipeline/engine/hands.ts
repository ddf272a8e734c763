// Who does a step that no store has: the pools of this machine, or whoever a run is given instead.

import PQueue from "p-queue";
import type { Digest } from "../model/digest.ts";
import type { Inputs, Pool, Step } from "../model/work/step.ts";
import type { Trace } from "../model/record/trace.ts";

export type Task = {
  readonly step: Step;
  readonly key: Digest;
  /** Of the steps that this run is through with. */
  readonly traceOf: (step: Step) => Trace | undefined;
  readonly inputs: Inputs;
  /** The higher, the sooner. */
  readonly priority: number;
  /** Does it on this machine when its pool has room for it. */
  readonly here: () => Promise<Trace>;
  /** Once others are known to do it, and each time that they begin again. */
  readonly begun: () => void;
  /** After others did it: what the stores have of it. One that does not `hold` is not taken. */
  readonly made: (holds: (trace: Trace) => boolean) => Promise<Trace | undefined>;
};

export interface Hands {
  /** Gives the trace, whoever made it. Throws Interrupted and UserError, as the engine does. */
  do(task: Task): Promise<Trace>;
}

/** At most so many at once. */
export function inTurns(width: number): <T>(work: () => Promise<T>) => Promise<T> {
  const queue = new PQueue({ concurrency: width });
  return async (work) => queue.add(work);
}

/** This machine's. */
export class Pools implements Hands {
  readonly #pools: Readonly<Record<Pool, PQueue>>;

  /** How many steps of each pool go on at once. */
  constructor(width: Readonly<Record<Pool, number>>) {
    this.#pools = {
      io: new PQueue({ concurrency: width.io }),
      machine: new PQueue({ concurrency: width.machine }),
      vm: new PQueue({ concurrency: width.vm }),
    };
  }

  async do({ step, priority, here }: Pick<Task, "step" | "priority" | "here">): Promise<Trace> {
    return this.#pools[step.kind.pool].add(here, { priority });
  }
}
