// What a command is: a module of data that parsing, help, completion, the manual page and the reference are made from.
// What it does is loaded only when it is called.

import type { Value } from "./value.ts";

/** Given or not: `--dry-run`. */
export type Flag = { readonly takes: "nothing"; readonly says: string };

/** Given once: `--format md`. */
export type One<V = unknown> = {
  readonly takes: "one";
  readonly value: Value<V>;
  readonly says: string;
  readonly required: boolean;
};

/** `--head a,b`, which is the same as `--head a --head b`. */
export type Many<V = unknown> = {
  readonly takes: "many";
  readonly value: Value<V>;
  readonly says: string;
  readonly required: boolean;
};

export type Option = Flag | One | Many;
export type Operand = One | Many;

export function flag(says: string): Flag {
  return { takes: "nothing", says };
}

export function one<V>(value: Value<V>, says: string): One<V> & { readonly required: false } {
  return { takes: "one", value, says, required: false };
}

export function many<V>(value: Value<V>, says: string): Many<V> & { readonly required: false } {
  return { takes: "many", value, says, required: false };
}

export function required<O extends Operand>(
  of: O,
): Omit<O, "required"> & { readonly required: true } {
  return { ...of, required: true };
}

type Table<T> = Readonly<Record<string, T>>;

type ValueOf<O> = O extends { readonly takes: "many"; readonly value: Value<infer V> }
  ? readonly V[]
  : O extends { readonly value: Value<infer V> }
    ? V
    : boolean;

type Always<T> = { [K in keyof T]: T[K] extends Flag | { required: true } ? K : never }[keyof T];

type Values<T> = { readonly [K in Always<T>]: ValueOf<T[K]> } & {
  readonly [K in Exclude<keyof T, Always<T>>]?: ValueOf<T[K]>;
};

/** What a command's code gets: a flag is always there, what was not given is absent. */
export type Given<O, P> = Values<O> & Values<P>;

/** Where the overview lists it. */
export type Group = "work" | "series" | "results" | "machine";

type Words<O, P> = {
  readonly name: string;
  readonly group: Group;
  /** One line without a full stop. */
  readonly summary: string;
  /** Paragraphs for who asks for this command: what it reads, writes, and its exit status where it has its own. */
  readonly about: readonly string[];
  /** In their order. One that is named as an option is the same thing, to be given in one of the two ways. */
  readonly operands: O;
  /** By name in camel case: `dryRun` is `--dry-run`. */
  readonly options: P;
  /** At most one of each set. */
  readonly exclusive?: readonly (readonly (keyof (O & P))[])[];
  /** The first makes no sense without the second. */
  readonly needs?: readonly (readonly [keyof P, keyof P])[];
  /** The words after `./twinboot`, and their purpose. */
  readonly examples: readonly (readonly [line: string, why: string])[];
};

/** A command as the table holds it, its types told to the compiler already. */
export type Command = Words<Table<Operand>, Table<Option>> & {
  readonly run: () => Promise<(given: never) => Promise<number>>;
};

/**
 * Its code must name all that can be given: an option that it does not know of is a type error.
 * `run` gives the function that gives the exit status.
 */
export function command<
  const O extends Table<Operand>,
  const P extends Table<Option>,
  A extends object,
>(
  of: Words<O, P> & {
    readonly run: (() => Promise<(given: A) => Promise<number>>) &
      (keyof Given<O, P> extends keyof A ? (Given<O, P> extends A ? unknown : never) : never);
  },
): Command {
  return of as unknown as Command;
}
