// A step is a unit of work as data. It can only name steps that exist already, so a cycle cannot be written.

import type { Artifact } from "./artifact.ts";
import { type Digest, digestOfValue } from "./digest.ts";
import type { Fault } from "./finding.ts";
import type { Json, JsonObject } from "./json.ts";
import type { Outcome } from "./outcome.ts";

/** The values of a step's inputs, by the name the step gives them. */
export type Inputs = Readonly<Record<string, Json>>;

/** Of a step that needs nothing made before it. */
export type NoInputs = { readonly [name: string]: never };

type Nature =
  /** The same inputs give the same value: reused by key. */
  | "pure"
  /** What happened once, kept under its key: reused, and shown as reused, unless a fresh one is asked for. */
  | "recorded"
  /** Looks at a moving thing: done in every run, never stored. */
  | "observation";

export type Lane =
  /** Network and disk: several at once. */
  | "io"
  /** Owns the CPUs: one at a time. */
  | "machine"
  /** A virtual machine: one for each CPU. */
  | "vm";

export interface StepKind<P extends JsonObject, I extends Inputs, V extends Json> {
  readonly name: string;
  /** Raised when the recipe changes, so that old products are not taken for new ones. */
  readonly version: number;
  readonly nature: Nature;
  readonly lane: Lane;
  /** Whose code it runs, where that is not the series'. */
  readonly runs?: Fault;
  /** What of the inputs decides the value; the whole of them where this is absent. Early cut-off: a new commit with the old tree builds nothing. */
  reads?(inputs: I): Json;
  run(context: StepContext, params: P, inputs: I): Promise<Outcome<V>>;
  /** Whether what lies outside the store's files is still there: commits in the bare repository. True where absent. */
  present?(context: CommandContext, value: V): Promise<boolean>;
  /** The command lines that `--dry-run` prints; inputs that are not made yet are absent. */
  commands?(context: CommandContext, params: P, inputs: Partial<I>): string[];
}

export interface Step<V extends Json = Json> {
  /** Equal steps have equal ids, so they are one step. */
  readonly id: Digest;
  /** For people: `build-kernel guest sid+hypervisor-sysfs`. */
  readonly label: string;
  readonly kind: StepKind<JsonObject, Inputs, V>;
  readonly params: JsonObject;
  readonly inputs: Readonly<Record<string, Step>>;
}

type InputSteps<I extends Inputs> = { readonly [K in keyof I]: Step<I[K]> };

/** Names a unit of work; nothing runs. The label is for people and not part of the identity. */
export function step<P extends JsonObject, I extends Inputs, V extends Json>(
  kind: StepKind<P, I, V>,
  label: string,
  params: P,
  inputs: InputSteps<I>,
): Step<V> {
  const ids = Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, input.id]));
  return {
    id: digestOfValue({ kind: kind.name, version: kind.version, params, inputs: ids }),
    label: `${kind.name} ${label}`,
    kind,
    params,
    inputs,
  };
}

/** The key under which a step's trace is stored: what goes in, nothing else. */
export function keyOf(of: Step, inputs: Inputs): Digest {
  const read = of.kind.reads ? of.kind.reads(inputs) : inputs;
  return digestOfValue({
    kind: of.kind.name,
    version: of.kind.version,
    params: of.params,
    inputs: read,
  });
}

/** What commands need to name files that exist. */
export interface CommandContext {
  /** Where an artifact lies. */
  readonly path: (artifact: Artifact) => string;
  /** A folder of this name that outlives the run and belongs to one kind of step: kept objects, the bare repository. */
  readonly kept: (name: string) => string;
}

/** What a running step may touch. */
export interface StepContext extends CommandContext {
  /** An empty folder of this step alone, removed when it ends. */
  readonly workDir: string;
  readonly signal: AbortSignal;
  /** Moves a finished file into the store. */
  readonly keep: (path: string, name: string) => Promise<Artifact>;
  /** Stores bytes. */
  readonly keepBytes: (content: string | Uint8Array, name: string) => Promise<Artifact>;
  readonly read: (artifact: Artifact) => Promise<Buffer>;
  /** Tells people what goes on now; not evidence. */
  readonly say: (line: string) => void;
}
