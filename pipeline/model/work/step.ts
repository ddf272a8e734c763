// A step is a unit of work as data. It can only name steps that exist already, so a cycle cannot be written.

import type { Artifact } from "../artifact.ts";
import { type Digest, digestOfValue } from "../digest.ts";
import type { Fault } from "../judge/finding.ts";
import type { Json, JsonObject } from "../json.ts";
import type { Outcome } from "../judge/outcome.ts";

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

export type Pool =
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
  readonly pool: Pool;
  /** Whose code it runs, where that is not the series'. */
  readonly runs?: Fault;
  /** What of the inputs decides the value; the whole of them where this is absent. Early cut-off: a new commit with the old tree builds nothing. */
  reads?(inputs: I): Json;
  run(context: StepContext, params: P, inputs: I): Promise<Outcome<V>>;
  /** Absent where all products are files of the store. */
  readonly outside?: Outside<V>;
  /** The command lines that `--dry-run` prints; inputs that are not made yet are absent. */
  commands?(context: CommandContext, params: P, inputs: Partial<I>): string[];
}

/** A product outside the store's files, such as a commit of the bare repository. */
export interface Outside<V extends Json> {
  /** What other values call it by. */
  name(value: V): string;
  present(context: CommandContext, value: V): Promise<boolean>;
  /** Writes what another machine needs to have it into a file; undefined where it had better make it itself. */
  pack?(context: PackContext, value: V, there: WhatIsThere): Promise<Parcel | undefined>;
  /** Takes it out of such a file. */
  unpack?(context: CommandContext, value: V, file: string): Promise<void>;
}

/** What another machine has, or can have, before it unpacks. */
export type WhatIsThere = {
  /** Values of the step's inputs. */
  readonly inputs: readonly Json[];
  /** Of the same kind of step, the newest first. */
  readonly older: readonly { readonly key: Digest; readonly value: Json }[];
};

/** `upon`: the key of the older one that must be unpacked first. */
type Parcel = { readonly file: string; readonly upon?: Digest };

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

/** The key under which a step's trace is stored: a digest of its inputs and parameters, and nothing else. */
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
  /** The path of an artifact. */
  readonly path: (artifact: Artifact) => string;
  /** A folder of this name that outlives the run and belongs to one kind of step: kept objects, the bare repository. */
  readonly kept: (name: string) => string;
}

interface PackContext extends CommandContext {
  /** An empty folder, removed afterwards. */
  readonly workDir: string;
  readonly signal: AbortSignal;
}

/** How far a running step is: `done` units, of about `of` in all. */
export type Advance = { readonly done: number; readonly of: number; readonly unit: string };

/** Folders that machines leave each other: they make work shorter, and decide nothing. */
export interface Lent {
  /** The file that a machine left under a name, for as long as `use` takes. False where there is none. */
  borrow(name: Digest, use: (file: string) => Promise<void>): Promise<boolean>;
  /** Leaves a file, which `make` writes where it is wanted at all. */
  lend(name: Digest, make: (file: string) => Promise<void>): Promise<void>;
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
  /** Absent where no machines share anything. */
  readonly lent?: Lent | undefined;
  /** Shows the user what is being done; not evidence. */
  readonly say: (line: string) => void;
  /** Shows the progress; not evidence. */
  readonly advance: (to: Advance) => void;
}
