// Runs any plan: asks for a step, which asks for its inputs. It knows pools, keys and the store, and no kind of step.

import { artifactsIn } from "../model/artifact.ts";
import type { Digest } from "../model/digest.ts";
import { InfraError, Interrupted, isSystemError, Offence, UserError } from "../model/errors.ts";
import { type Finding, kernelFault } from "../model/judge/finding.ts";
import type { Json } from "../model/json.ts";
import { fail, type Outcome, pass } from "../model/judge/outcome.ts";
import {
  type Advance,
  type Inputs,
  keyOf,
  type Lent,
  type Pool,
  type Step,
  type StepContext,
} from "../model/work/step.ts";
import { stepsOf } from "../model/work/plan.ts";
import type { Environment, Trace } from "../model/record/trace.ts";
import { removeFolder } from "../tools/files/remove-folder.ts";
import { type Hands, inTurns, Pools, type Task } from "./hands.ts";
import { Reuse } from "./reuse.ts";
import type { SecondStore } from "./second-store.ts";
import type { Store } from "./store.ts";

export type RunOptions = {
  readonly store: Store;
  /** This run's number: traces made now carry it. */
  readonly run: number;
  /** Do recorded steps again even where the store has them of an older run. */
  readonly fresh: boolean;
  /** How many steps of each pool go on at once, on this machine. */
  readonly width: Readonly<Record<Pool, number>>;
  readonly signal: AbortSignal;
  readonly onEvent: (event: EngineEvent) => void;
  /** What machines share: asked for what this store lacks, and given what is made here. */
  readonly second?: SecondStore | undefined;
  /** Products outside the store's files come only when a step that is done here speaks of them. */
  readonly late?: boolean;
  /** The machine that this is, for the traces. */
  readonly environment?: Environment;
  /** Who does what no store has; this machine's pools where absent. */
  readonly hands?: Hands | undefined;
  /** What was asked for once, by whoever hands its steps out: with `fresh` what others made for it counts as made now. */
  readonly asked?: string | undefined;
};

export type EngineEvent =
  | { readonly type: "started"; readonly step: Step }
  | { readonly type: "said"; readonly step: Step; readonly line: string }
  | { readonly type: "advanced"; readonly step: Step; readonly to: Advance }
  | {
      readonly type: "ended";
      readonly step: Step;
      readonly trace: Trace;
      readonly reused: boolean;
    };

export type Traces = ReadonlyMap<Digest, Trace>;

/**
 * Does the targets and all they need; gives back every step's trace. Where steps wait for one another, those of earlier
 * targets go first, and no build begins before those that the first target needs: a long one would be in their way.
 * Throws Interrupted and UserError only.
 */
export async function run(targets: readonly Step[], options: RunOptions): Promise<Traces> {
  const engine = new Engine(options, leadingBuilds(targets));
  const settled = await Promise.allSettled(targets.map((target, at) => engine.settle(target, -at)));
  if (options.signal.aborted)
    throw new Interrupted("the run was stopped; what was finished is kept");
  const broken = settled.find((one) => one.status === "rejected");
  if (broken) throw broken.reason;
  return engine.traces;
}

/** The builds of the first target that has any. */
function leadingBuilds(targets: readonly Step[]): Set<Digest> {
  for (const target of targets) {
    const builds = stepsOf([target]).filter(({ kind }) => kind.pool === "machine");
    if (builds.length) return new Set(builds.map(({ id }) => id));
  }
  return new Set();
}

/** Most of them are small: the way there and back is what takes time. */
const takenAtOnce = 16;

class Engine {
  readonly traces = new Map<Digest, Trace>();
  readonly #options: RunOptions;
  /** Leading builds that are neither queued nor known to be done. */
  readonly #leading: Set<Digest>;
  readonly #led = Promise.withResolvers<void>();
  readonly #pools: Pools;
  readonly #asked = new Map<Digest, Promise<Trace>>();
  readonly #reuse: Reuse;

  constructor(options: RunOptions, leading: Set<Digest>) {
    const { width } = options;
    this.#options = options;
    this.#reuse = new Reuse({
      ...options,
      inTurns: inTurns(takenAtOnce),
      inputsOf: (step) => this.#inputsOf(step),
      again: async (step, inputs) => this.#attempt(step, inputs),
    });
    // Where others do them, no build is in another's way.
    this.#leading = options.hands ? new Set() : leading;
    if (!this.#leading.size) this.#led.resolve();
    this.#pools = new Pools(width);
  }

  /** Each step once, however many ask for it. */
  settle(step: Step, priority: number): Promise<Trace> {
    const asked =
      this.#asked.get(step.id) ?? this.#do(step, priority).finally(() => this.#release(step));
    this.#asked.set(step.id, asked);
    return asked;
  }

  async #do(step: Step, priority: number): Promise<Trace> {
    const inputs = await Promise.all(
      Object.values(step.inputs).map((input) => this.settle(input, priority)),
    );
    const broken = inputs.find((input) => input.outcome.status !== "pass");
    if (broken) return this.#end(step, blockedTrace(step, broken, this.#options.run), false);
    const values = this.#inputsOf(step);
    const key = keyOf(step, values);
    const stored = await this.#reuse.of(step, key);
    if (stored) return this.#end(step, { ...stored, step: step.id, label: step.label }, true);
    if (step.kind.pool === "machine" && !this.#leading.has(step.id)) await this.#led.promise;
    const done = this.#handOut({ step, key, inputs: values, priority });
    this.#release(step);
    return done;
  }

  async #handOut(of: Pick<Task, "step" | "key" | "inputs" | "priority">): Promise<Trace> {
    const { step, key, inputs, priority } = of;
    const now = async (): Promise<Trace> => this.#run(step, key, inputs);
    const here = async (): Promise<Trace> => this.#pools.do({ step, priority, here: now });
    const { hands, onEvent } = this.#options;
    if (!hands) return here();
    return hands.do({
      ...of,
      here,
      traceOf: ({ id }) => this.traces.get(id),
      begun: () => onEvent({ type: "started", step }),
      made: async (holds) => {
        const trace = await this.#reuse.of(step, key, holds);
        return trace && this.#end(step, { ...trace, step: step.id, label: step.label }, false);
      },
    });
  }

  /** After the last of the leading builds the others queue. */
  #release(step: Step): void {
    this.#leading.delete(step.id);
    if (!this.#leading.size) this.#led.resolve();
  }

  #inputsOf({ inputs }: Step): Inputs {
    const named = Object.entries(inputs);
    return Object.fromEntries(named.map(([name, { id }]) => [name, valueOf(this.traces.get(id))]));
  }

  async #run(step: Step, key: Digest, inputs: Inputs): Promise<Trace> {
    const { signal, store, onEvent, run: number, environment, second, asked } = this.#options;
    if (signal.aborted) throw new Interrupted("stopped before it began");
    onEvent({ type: "started", step });
    const startedAt = new Date();
    const outcome = await this.#attempt(step, inputs);
    const trace: Trace = {
      step: step.id,
      kind: step.kind.name,
      label: step.label,
      key,
      outcome,
      startedAt: startedAt.toISOString(),
      durationMs: Date.now() - startedAt.getTime(),
      run: number,
      ...(environment ? { environment } : {}),
      ...(asked === undefined ? {} : { asked }),
    };
    const keep =
      step.kind.nature !== "observation" && outcome.status !== "error" && !isOverLimit(outcome);
    if (keep && step.kind.nature === "recorded") await store.retire(key);
    if (keep) await store.putTrace(key, trace);
    if (keep) second?.give(step, trace, Object.values(inputs));
    return this.#end(step, trace, false);
  }

  async #attempt(step: Step, inputs: Inputs): Promise<Outcome> {
    const workDir = await this.#options.store.work();
    try {
      await this.#reuse.bringFor(inputs);
      await this.#options.store.check(artifactsIn(inputs));
      return await step.kind.run(this.#context(step, workDir), step.params, inputs);
    } catch (error) {
      if (error instanceof Offence) return fail(findingOf(error, step));
      return outcomeOf(error, this.#options.signal);
    } finally {
      await removeFolder(workDir);
    }
  }

  #context(step: Step, workDir: string): StepContext {
    const { store, signal, onEvent } = this.#options;
    return {
      workDir,
      signal,
      ...this.#reuse.products(),
      lent: this.#lentTo(step),
      keep: (path, name) => store.keep(path, name),
      keepBytes: (content, name) => store.keepBytes(content, name),
      read: (artifact) => store.read(artifact),
      say: (line) => onEvent({ type: "said", step, line }),
      advance: (to) => onEvent({ type: "advanced", step, to }),
    };
  }

  #lentTo(step: Step): Lent | undefined {
    const { second, environment, run: number } = this.#options;
    if (!second || !environment) return undefined;
    const startedAt = new Date().toISOString();
    const of = { step: step.id, kind: step.kind.name, label: step.label, environment };
    const rest = { outcome: pass(null), startedAt, durationMs: 0, run: number };
    return {
      borrow: async (name, use) => second.borrow(name, use),
      lend: async (name, make) => second.leave(step, { ...of, ...rest, key: name }, make),
    };
  }

  #end(step: Step, trace: Trace, reused: boolean): Trace {
    this.traces.set(step.id, trace);
    this.#options.onEvent({ type: "ended", step, trace, reused });
    return trace;
  }
}

/** A slower or smaller machine reaches a limit that another does not: it is tried again in the next run. */
function isOverLimit(outcome: Outcome): boolean {
  return outcome.status === "fail" && outcome.finding.reason === "over-limit";
}

function findingOf({ reason, message }: Offence, { kind }: Step): Finding {
  return { reason, fault: kind.runs ?? kernelFault, summary: message };
}

/** What a step throws: the machine's fault is an outcome, a stop and a user's mistake end the run, the rest is ours. */
function outcomeOf(error: unknown, signal: AbortSignal): Outcome {
  if (signal.aborted) throw new Interrupted("stopped", { cause: error });
  if (error instanceof InfraError)
    return { status: "error", message: error.message, hint: error.hint };
  if (error instanceof UserError || !isSystemError(error)) throw error;
  return { status: "error", message: error.message, hint: "check the disk with: df -h" };
}

function blockedTrace(step: Step, broken: Trace, number: number): Trace {
  const by = broken.outcome.status === "blocked" ? broken.outcome.by : broken.step;
  const startedAt = new Date().toISOString();
  const { id, label, kind } = step;
  const outcome: Outcome = { status: "blocked", by };
  return { step: id, kind: kind.name, label, outcome, startedAt, durationMs: 0, run: number };
}

function valueOf(trace: Trace | undefined): Json {
  return trace?.outcome.status === "pass" ? trace.outcome.value : null;
}
