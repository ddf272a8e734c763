// Runs any plan: asks for a step, which asks for its inputs. It knows lanes, keys and the store, and no kind of step.

import PQueue from "p-queue";
import { artifactsIn } from "../model/artifact.ts";
import type { Digest } from "../model/digest.ts";
import { InfraError, Interrupted, isSystemError, Offence, UserError } from "../model/errors.ts";
import { type Finding, kernelFault } from "../model/finding.ts";
import type { Json } from "../model/json.ts";
import { fail, type Outcome } from "../model/outcome.ts";
import {
  type Inputs,
  keyOf,
  type CommandContext,
  type Lane,
  type Step,
  type StepContext,
} from "../model/step.ts";
import type { Trace } from "../model/trace.ts";
import { removeFolder } from "./remove-folder.ts";
import type { Store } from "./store.ts";

export type RunOptions = {
  readonly store: Store;
  /** This run's number: traces made now carry it. */
  readonly run: number;
  /** Do recorded steps again even where the store has them of an older run. */
  readonly fresh: boolean;
  /** How many steps of each lane go on at once. */
  readonly width: Readonly<Record<Lane, number>>;
  readonly signal: AbortSignal;
  readonly onEvent: (event: EngineEvent) => void;
};

export type EngineEvent =
  | { readonly type: "started"; readonly step: Step }
  | { readonly type: "said"; readonly step: Step; readonly line: string }
  | {
      readonly type: "ended";
      readonly step: Step;
      readonly trace: Trace;
      readonly reused: boolean;
    };

export type Traces = ReadonlyMap<Digest, Trace>;

/** Does the targets and all they need; gives back every step's trace. Throws Interrupted and UserError only. */
export async function run(targets: readonly Step[], options: RunOptions): Promise<Traces> {
  const engine = new Engine(options);
  const settled = await Promise.allSettled(targets.map((target) => engine.settle(target)));
  if (options.signal.aborted)
    throw new Interrupted("the run was stopped; what was finished is kept");
  const broken = settled.find((one) => one.status === "rejected");
  if (broken) throw broken.reason;
  return engine.traces;
}

class Engine {
  readonly traces = new Map<Digest, Trace>();
  readonly #options: RunOptions;
  readonly #lanes: Readonly<Record<Lane, PQueue>>;
  readonly #asked = new Map<Digest, Promise<Trace>>();

  constructor(options: RunOptions) {
    const { width } = options;
    this.#options = options;
    this.#lanes = {
      io: new PQueue({ concurrency: width.io }),
      machine: new PQueue({ concurrency: width.machine }),
      vm: new PQueue({ concurrency: width.vm }),
    };
  }

  /** Each step once, however many ask for it. */
  settle(step: Step): Promise<Trace> {
    const asked = this.#asked.get(step.id) ?? this.#do(step);
    this.#asked.set(step.id, asked);
    return asked;
  }

  async #do(step: Step): Promise<Trace> {
    const names = Object.keys(step.inputs);
    const inputs = await Promise.all(Object.values(step.inputs).map((input) => this.settle(input)));
    const broken = inputs.find((input) => input.outcome.status !== "pass");
    if (broken) return this.#end(step, blockedTrace(step, broken, this.#options.run), false);
    const values = Object.fromEntries(names.map((name, at) => [name, valueOf(inputs[at])]));
    const key = keyOf(step, values);
    const stored = await this.#stored(step, key);
    if (stored) return this.#end(step, { ...stored, step: step.id, label: step.label }, true);
    return this.#lanes[step.kind.lane].add(() => this.#run(step, key, values));
  }

  /** The trace of an older run, where it may stand for this one and its products are still there. */
  async #stored(step: Step, key: Digest): Promise<Trace | undefined> {
    const { nature } = step.kind;
    if (nature === "observation") return undefined;
    const trace = await this.#options.store.trace(key);
    const { fresh, run: number } = this.#options;
    if (nature === "recorded" && fresh && trace?.run !== number) return undefined;
    if (trace?.outcome.status !== "pass" || !step.kind.present) return trace;
    return (await step.kind.present(this.#products(), trace.outcome.value)) ? trace : undefined;
  }

  #products(): CommandContext {
    const { store } = this.#options;
    return { path: (artifact) => store.path(artifact), kept: (name) => store.kept(name) };
  }

  async #run(step: Step, key: Digest, inputs: Inputs): Promise<Trace> {
    const { signal, store, onEvent, run: number } = this.#options;
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
    };
    const keep =
      step.kind.nature !== "observation" && outcome.status !== "error" && !isOverLimit(outcome);
    if (keep && step.kind.nature === "recorded") await store.retire(key);
    if (keep) await store.putTrace(key, trace);
    return this.#end(step, trace, false);
  }

  async #attempt(step: Step, inputs: Inputs): Promise<Outcome> {
    const workDir = await this.#options.store.work();
    try {
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
      ...this.#products(),
      keep: (path, name) => store.keep(path, name),
      keepBytes: (content, name) => store.keepBytes(content, name),
      read: (artifact) => store.read(artifact),
      say: (line) => onEvent({ type: "said", step, line }),
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
