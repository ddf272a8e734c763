// Hands steps of a run to workers, and takes what they made from the remote store: whatever a worker says is only a hint.

import type { Hands, Task } from "../../engine/hands.ts";
import type { Store } from "../../engine/store.ts";
import { type Digest, digestOf } from "../../model/digest.ts";
import type { JsonObject } from "../../model/json.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { Environment, Trace } from "../../model/record/trace.ts";
import { stepsOf } from "../../model/work/plan.ts";
import { type NoInputs, type Step, step, type StepKind } from "../../model/work/step.ts";
import { urgencyOf } from "../../model/work/urgency.ts";
import type { RemoteStore } from "../remote/remote-store.ts";
import type { JobBoard } from "./job-board.ts";
import { jobIdOf, type Order } from "./order.ts";
import { type Kinds, stepFileOf } from "./step-file.ts";

export type QueueOptions = {
  readonly board: JobBoard;
  readonly remote: RemoteStore;
  readonly store: Store;
  readonly kinds: Kinds;
  readonly environment: Environment;
  /** This session's number, and a name that no other one has. */
  readonly run: number;
  readonly asked: string;
  readonly fresh: boolean;
  readonly expected: (step: Step) => number;
  readonly tell: (words: string) => void;
};

/** Failures of one job on workers before it is done here. */
const attempts = 3;
/** How often a job is asked for whose result is not there. */
const mostAsked = 5;

export class QueueHands implements Hands {
  readonly #options: QueueOptions;
  readonly #steps: ReadonlyMap<Digest, Step>;
  readonly #urgency: ReadonlyMap<Digest, number>;
  #file: Promise<Digest | undefined> | undefined;

  constructor(targets: readonly Step[], options: QueueOptions) {
    this.#options = options;
    this.#steps = handedOut(targets, options);
    this.#urgency = urgencyOf(targets, options.expected);
  }

  async do(task: Task): Promise<Trace> {
    const order = await this.#orderOf(task);
    if (!order) return task.here();
    const { tell } = this.#options;
    for (let asked = 0; asked < mostAsked; asked += 1) {
      const why = await this.#asked(task, order);
      if (typeof why !== "string") return why ?? task.here();
      tell(`${task.step.label} ${why}`);
    }
    tell(`${task.step.label} is done here: workers do not come to a result of it`);
    return task.here();
  }

  /** The trace; undefined where nobody does it; or what is wrong, as the end of a sentence, where it may be asked again. */
  async #asked(task: Task, order: Order): Promise<Trace | string | undefined> {
    const { board, environment } = this.#options;
    const { step: of } = task;
    const priority = this.#urgency.get(of.id) ?? 1;
    const job = { id: jobIdOf(order), data: order as unknown as JsonObject, priority, attempts };
    const lane = of.kind.pool;
    if (!board.has(lane)) return undefined;
    const answer = await board.ask(lane, job, task.begun);
    if (answer.type === "nobody") return undefined;
    if (answer.type === "failed")
      return this.#isDoneHere(
        of,
        `workers failed at it ${attempts} times, last: ${said(answer.why)}`,
      );
    const made = await task.made(
      (trace) =>
        trace.environment?.programs === environment.programs && trace.kind === of.kind.name,
    );
    if (made) return made;
    return answer.type === "gone"
      ? "is asked for again: the queue has forgotten it"
      : "is asked for again: a worker says that it is done, and the remote store has no result that holds";
  }

  #isDoneHere({ label }: Step, why: string): undefined {
    this.#options.tell(`${label} is done here: ${why}`);
    return undefined;
  }

  /** Undefined where it is this machine's to do. */
  async #orderOf(task: Task): Promise<Order | undefined> {
    const { board, asked, fresh } = this.#options;
    const { step: of, key } = task;
    if (!board.has(of.kind.pool) || !this.#steps.has(of.id)) return undefined;
    const observed = await this.#seenBefore(task);
    const plan = observed && (await (this.#file ??= this.#leaveFile()));
    if (plan === undefined || !observed) return undefined;
    return { plan, step: of.id, key, observed, asked, fresh };
  }

  /** What was observed; undefined where others cannot take all the rest that the step is made from. */
  async #seenBefore({ step: of, traceOf }: Task): Promise<Order["observed"] | undefined> {
    const observed: Order["observed"] = {};
    for (const one of stepsOf([of]).slice(0, -1)) {
      const { key, outcome } = traceOf(one) ?? {};
      if (one.kind.nature === "observation" && outcome?.status === "pass")
        observed[one.id] = outcome.value;
      else if (key === undefined || !(await this.#options.remote.reaches(key))) return undefined;
    }
    return observed;
  }

  /** The steps as data, under a key like any result; undefined where others cannot take it. */
  async #leaveFile(): Promise<Digest | undefined> {
    const { store, remote, run, environment } = this.#options;
    const text = stepFileOf([...this.#steps.values()]);
    const file = await store.keepBytes(text, "steps.json");
    const { id, kind, label } = stepFileStep(file.digest);
    const trace: Trace = {
      step: id,
      kind: kind.name,
      label,
      key: digestOf(`steps ${file.digest}`),
      outcome: pass({ file }),
      startedAt: new Date().toISOString(),
      durationMs: 0,
      run,
      environment,
    };
    remote.give(stepFileStep(file.digest), trace, []);
    return trace.key && (await remote.reaches(trace.key)) ? trace.key : undefined;
  }
}

/** Steps that others may have, of kinds that they know, with all that they need. No KVM: whether it works is known of here. */
function handedOut(
  targets: readonly Step[],
  { remote, kinds }: QueueOptions,
): ReadonlyMap<Digest, Step> {
  const out = new Map<Digest, Step>();
  for (const one of stepsOf(targets)) {
    const { kind, params, inputs } = one;
    const isSeen = kind.nature === "observation";
    const isKnown =
      kinds.get(kind.name)?.version === kind.version && params["accelerator"] !== "kvm";
    const all = Object.values(inputs).every(({ id }) => out.has(id));
    if (isSeen || (isKnown && all && remote.mayGive(one))) out.set(one.id, one);
  }
  return out;
}

function stepFileStep(digest: Digest): Step {
  const kind: StepKind<{ digest: string }, NoInputs, null> = {
    name: "steps",
    version: 1,
    nature: "observation",
    pool: "io",
    run: async () => pass(null),
  };
  return step(kind, "of a run", { digest }, {});
}

/** Words of another machine. */
function said(words: string): string {
  return words.replaceAll(/\p{Cc}/gu, " ").slice(0, 300);
}
