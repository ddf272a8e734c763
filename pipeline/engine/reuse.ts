// What may stand for a step that is asked for: its trace in this store, else one that another machine left for all.

import { type Artifact, artifactsIn } from "../model/artifact.ts";
import type { Digest } from "../model/digest.ts";
import { InfraError } from "../model/errors.ts";
import { canonicalJson } from "../model/json.ts";
import type { Outcome } from "../model/judge/outcome.ts";
import type { Trace } from "../model/record/trace.ts";
import type { CommandContext, Inputs, Step } from "../model/work/step.ts";
import type { SecondStore } from "./second-store.ts";
import type { Store } from "./store.ts";

export type ReuseOptions = {
  readonly store: Store;
  readonly run: number;
  readonly fresh: boolean;
  /** With `fresh`, what was made for this counts as made by this run. */
  readonly asked?: string | undefined;
  readonly second?: SecondStore | undefined;
  /** Products of builds come only when a step that is done here speaks of them: what is outside the store, and files. */
  readonly late?: boolean;
  /** Bounds how many traces are taken at once. */
  readonly inTurns: <T>(take: () => Promise<T>) => Promise<T>;
  /** Values of a step's inputs, all settled. */
  readonly inputsOf: (step: Step) => Inputs;
  /** Does a step without keeping its trace. */
  readonly again: (step: Step, inputs: Inputs) => Promise<Outcome>;
};

type Holds = (trace: Trace) => boolean;

type Stood = { readonly step: Step; readonly trace: Trace };

export class Reuse {
  readonly #options: ReuseOptions;
  /** Steps that stand by a trace that was taken, while what it names is not here yet: by that name. */
  readonly #absent = new Map<string, Stood>();
  /** The same for files. */
  readonly #absentFiles = new Map<Digest, Stood>();
  readonly #coming = new Map<string, Promise<void>>();

  constructor(options: ReuseOptions) {
    this.#options = options;
  }

  /** The trace, where its products are still there or can be had. Of other machines only one that `holds`. */
  async of(step: Step, key: Digest, holds: Holds = () => true): Promise<Trace | undefined> {
    if (step.kind.nature === "observation") return undefined;
    const stored = await this.#stored(step, key);
    if (stored && (await this.#stands(step, stored))) return stored;
    const taken = await this.#taken(step, key, holds);
    return taken && (await this.#stands(step, taken)) ? taken : undefined;
  }

  /** Before a step is done: what its inputs speak of and is not here. Throws InfraError where it cannot be had. */
  async bringFor(inputs: Inputs): Promise<void> {
    await Promise.all([this.#bringOutside(inputs), this.#bringFiles(inputs)]);
  }

  async #bringOutside(inputs: Inputs): Promise<void> {
    if (!this.#absent.size) return;
    const text = canonicalJson(inputs);
    const spoken = [...this.#absent].filter(([name]) => text.includes(JSON.stringify(name)));
    await Promise.all(
      spoken.map(async ([name, stood]) => {
        await this.#once(name, async () => this.#fetch(stood));
        this.#absent.delete(name);
      }),
    );
  }

  async #bringFiles(inputs: Inputs): Promise<void> {
    if (!this.#absentFiles.size) return;
    await Promise.all(
      artifactsIn(inputs).map(async (file) => {
        const stood = this.#absentFiles.get(file.digest);
        if (!stood) return;
        await this.#once(file.digest, async () => this.#fetchFile(file, stood));
        this.#absentFiles.delete(file.digest);
      }),
    );
  }

  products(): CommandContext {
    const { store } = this.#options;
    return { path: (artifact) => store.path(artifact), kept: (name) => store.kept(name) };
  }

  /** With `fresh` only what this run has recorded itself. */
  async #stored(step: Step, key: Digest): Promise<Trace | undefined> {
    const trace = await this.#options.store.traceAlone(key);
    if (!trace || !this.#isOfNow(step, trace)) return undefined;
    return (await this.#hasFiles(step, trace)) ? trace : undefined;
  }

  /** What was taken from others may lack files as long as nobody reads them. */
  async #hasFiles(step: Step, trace: Trace): Promise<boolean> {
    const absent = await this.#options.store.absentFiles(trace);
    if (absent.length && !(trace.taken && this.#mayBeLate(step))) return false;
    for (const { digest } of absent) this.#absentFiles.set(digest, { step, trace });
    return true;
  }

  /** What boots left is what reports are made of. */
  #mayBeLate({ kind }: Step): boolean {
    const { late = false, second } = this.#options;
    return late && second !== undefined && kind.nature === "pure";
  }

  #isOfNow({ kind }: Step, trace: Trace): boolean {
    const { fresh, run, asked } = this.#options;
    if (!fresh || kind.nature !== "recorded") return true;
    if (asked !== undefined && trace.asked === asked) return true;
    return trace.run === run && !trace.taken;
  }

  /** From then on it is this store's, under this run's number: that of another store says nothing here. */
  async #taken(step: Step, key: Digest, holds: Holds): Promise<Trace | undefined> {
    const { store, second, fresh, run, inTurns, asked } = this.#options;
    const isRecorded = step.kind.nature === "recorded";
    if (!second || (isRecorded && fresh && asked === undefined)) return undefined;
    const taken = await inTurns(async () => second.take(key, this.#mayBeLate(step)));
    if (!taken || !this.#isOfNow(step, taken) || !holds(taken)) return undefined;
    const trace = { ...taken, run };
    if (isRecorded) await store.retire(key);
    await store.putTrace(key, trace);
    return (await this.#hasFiles(step, trace)) ? trace : undefined;
  }

  async #stands(step: Step, trace: Trace): Promise<boolean> {
    const { outside } = step.kind;
    if (trace.outcome.status !== "pass" || !outside) return true;
    const { value } = trace.outcome;
    if (await outside.present(this.products(), value)) return true;
    if (!trace.taken || !this.#options.second) return false;
    if (!this.#options.late) return this.#options.second.bring(step, trace);
    this.#absent.set(outside.name(value), { step, trace });
    return true;
  }

  /** Once, however many steps need it. */
  async #once(name: string, fetch: () => Promise<void>): Promise<void> {
    const coming = this.#coming.get(name) ?? fetch();
    this.#coming.set(name, coming);
    await coming;
  }

  async #fetch({ step, trace }: Stood): Promise<void> {
    const { second, inputsOf } = this.#options;
    await this.bringFor(inputsOf(step));
    if (await this.#isHere(step, trace)) return;
    if (!(await second?.bring(step, trace))) await this.#doAgain(step, trace);
  }

  async #fetchFile(file: Artifact, { step, trace }: Stood): Promise<void> {
    const { store, second } = this.#options;
    const { key } = trace;
    if (await store.has(file)) return;
    if (!(key && (await second?.bringFile(key, file)))) await this.#doAgain(step, trace);
  }

  /** Where nobody hands a product on, the step itself is done, on what it was done on elsewhere. */
  async #doAgain(step: Step, trace: Trace): Promise<void> {
    const { inputsOf, again } = this.#options;
    const inputs = inputsOf(step);
    await this.bringFor(inputs);
    const outcome = await again(step, inputs);
    if (outcome.status === "error") throw new InfraError(outcome.message, outcome.hint);
    if (canonicalJson(outcome) === canonicalJson(trace.outcome)) return;
    throw new InfraError(
      `${step.label} was taken from ${trace.taken?.from ?? "elsewhere"}, and comes out otherwise here`,
      "do without it: TWINBOOT_REMOTE= ./twinboot ..., in a store of its own",
    );
  }

  async #isHere({ kind: { outside } }: Step, { outcome }: Trace): Promise<boolean> {
    if (!outside || outcome.status !== "pass") return true;
    return outside.present(this.products(), outcome.value);
  }
}
